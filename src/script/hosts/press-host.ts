import {callHost} from './hosts.js';
import type {HostSettings} from './settings.js';

/** What is ours: a press on it would come back here. */
const OURS = '[data-kakao-login], kakao-login-button, kakao-login-message';

/** Goes to an address. */
export type Go = (address: string) => void;

/**
 * Begins the host's own login, in the task of the press: (a) by a click on its control, (b) by its function, (c) by its
 * login page, (d) by the address of the very link that was pressed.
 *
 * @param source the element that was pressed
 * @returns whether one of them was there
 */
export function pressHost(settings: HostSettings, source: EventTarget | undefined, go: Go): boolean {
  const {pathname, search} = location;
  const path = pathname + search;
  const {host, controls, appKey} = settings;
  return (
    actsItself(settings, source) ||
    controls.some(click) ||
    (!!host && callHost(host, {path, appKey})) ||
    openPage(settings, path, go) ||
    openLink(source, go)
  );
}

/** The pressed link or button is the control itself, and its own handler has had its turn. */
function actsItself({controls}: HostSettings, source: EventTarget | undefined): boolean {
  const link = source instanceof HTMLElement && source.hasAttribute('onclick') ? source : null;
  return !!link && controls.some((selector) => link.matches(selector));
}

function click(selector: string): boolean {
  const found = [...document.querySelectorAll<HTMLElement>(selector)].find(
    (control) => typeof control.click === 'function' && !control.closest(OURS) && !control.matches(':disabled'),
  );
  found?.click();
  return !!found;
}

function openPage({page, host}: HostSettings, path: string, go: Go): boolean {
  if (!page) return false;
  const toReturn = host?.toReturn ?? encodeURIComponent;
  const url = new URL(
    page.replace('{path}', () => toReturn(path)),
    location.href,
  );
  // The page that we are on already has nothing to offer.
  if (url.origin + url.pathname === location.origin + location.pathname) return false;
  go(url.href);
  return true;
}

function openLink(source: EventTarget | undefined, go: Go): boolean {
  const isLink = source instanceof HTMLAnchorElement && /^https?:/.test(source.href);
  if (isLink) go(source.href);
  return isLink;
}
