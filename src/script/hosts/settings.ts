import type {reportProblem} from '../../client/page/developer/report-problem.js';
import {toAttribute} from '../../client/state/config.js';
import {attempt} from '../../shared/attempt.js';
import {hasOwn} from '../../shared/fields.js';
import type {Said} from '../tag/find-tag.js';
import {HOSTS, type Host} from './hosts.js';

/** What a press needs to know. */
export interface HostSettings {
  readonly host: Host | undefined;
  /** Selectors of what may be clicked, in this order. */
  readonly controls: readonly string[];
  /** The address of the login page. */
  readonly page: string | undefined;
  /** Selects what only members' pages have. */
  readonly member: string | undefined;
  readonly appKey: string | undefined;
}

/** Reads what a tag says. What cannot be used is told, once for each reading, and left out. */
export function readHostSettings(said: Said, report: typeof reportProblem): HostSettings {
  const {host: name, click, hostControl, hostPage, member, appKey} = said;
  const host = name && hasOwn(HOSTS, name) ? HOSTS[name] : undefined;
  if (name && !host) {
    report({code: 'config_invalid', kind: 'choice', name: 'data-host', value: name, choices: Object.keys(HOSTS)});
  }
  const readSelector = (setting: string, selector: string | undefined): string | undefined => {
    if (!selector) return undefined;
    if (attempt(() => document.createDocumentFragment().querySelector(selector)) !== undefined) return selector;
    report({code: 'config_invalid', kind: 'selector', name: `data-${toAttribute(setting)}`, value: selector});
    return undefined;
  };
  const isAddress = !hostPage || /^https?:$/.test(attempt(() => new URL(hostPage, location.href).protocol) ?? '');
  if (!isAddress) report({code: 'config_invalid', kind: 'page', name: 'data-host-page', value: hostPage});
  const controls = [
    readSelector('click', click),
    hostControl === undefined ? host?.control : readSelector('hostControl', hostControl),
  ];
  return {
    host,
    controls: controls.filter((selector) => selector !== undefined),
    page: isAddress && hostPage !== undefined ? hostPage : host?.page,
    member: readSelector('member', member),
    appKey,
  };
}
