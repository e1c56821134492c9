import {isHosted, type Settings} from '../settings.js';
import {toOrigin} from '../sites.js';
import {toCsp} from './csp.js';
import {toReact} from './frameworks/react.js';
import {toSvelte} from './frameworks/svelte.js';
import {toVue} from './frameworks/vue.js';
import {toGtmContainer} from './gtm/container.js';
import {toGtmLoader} from './gtm/loader.js';
import {LINK_DEFAULTS, toMessageLink} from './link.js';
import {toCallback, toHtml} from './pages.js';
import {toTag} from './tag.js';
import type {Output, Release} from './types.js';

export {toConsoleRows, type ConsoleRow} from './console-rows.js';
export {toDataLayerLines} from './data-layer.js';
export {toAutoLoginTag} from './tag.js';
export type {Output, Release} from './types.js';

type Kind = Omit<Output, 'text'> & {readonly write: (settings: Settings, release: Release) => string};

const KINDS: readonly Kind[] = [
  {id: 'gtm-loader', fileName: 'kakao-sync-gtm.html', language: 'html', write: toGtmLoader},
  {id: 'gtm-container', fileName: 'kakao-sync-gtm.json', language: 'json', write: toGtmContainer},
  {id: 'tag', fileName: 'kakao-sync-tag.html', language: 'html', write: toTag},
  {id: 'react', fileName: 'KakaoLogin.tsx', language: 'tsx', write: toReact},
  {id: 'vue', fileName: 'KakaoLogin.vue', language: 'vue', write: toVue},
  {id: 'svelte', fileName: 'KakaoLogin.svelte', language: 'svelte', write: toSvelte},
  {id: 'html', fileName: 'signup.html', language: 'html', write: toHtml},
  {id: 'callback', fileName: 'callback.html', language: 'html', write: toCallback},
  {id: 'csp', fileName: 'content-security-policy.txt', language: 'http', write: toCsp},
  {id: 'link', fileName: 'message-link.txt', language: 'text', write: toLink},
];

/** All that fit the place, the recommended one first. Never throws, whatever the settings are. */
export function toOutputs(settings: Settings, release: Release): readonly Output[] {
  const ids = toIds(settings);
  return KINDS.filter(({id}) => ids.includes(id)).map(({write, ...kind}) => ({
    ...kind,
    text: write(settings, release),
  }));
}

function toIds(settings: Settings): readonly Output['id'][] {
  const {place} = settings;
  const link: Output['id'][] = toLink(settings) ? ['link'] : [];
  if (isHosted(place)) return ['tag', ...link];
  if (place === 'gtm') return ['gtm-loader', 'gtm-container', 'callback', 'csp', ...link];
  if (place === 'framework') return ['react', 'vue', 'svelte', 'csp', ...link];
  return ['tag', 'html', 'callback', 'csp', ...link];
}

/** The link to the first site; nothing while none is given. */
function toLink({sites, place}: Settings): string {
  const site = sites.flatMap((text) => toOrigin(text) ?? [])[0];
  return site ? `${toMessageLink(`${site}/`, {...LINK_DEFAULTS, isMarked: !isHosted(place)})}\n` : '';
}
