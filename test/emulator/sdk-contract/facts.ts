import type {Fact} from './fact.js';
import {ADDRESSES} from './facts/addresses.js';
import {CHANNEL} from './facts/channel.js';
import {FOLLOWING} from './facts/follow.js';
import {INIT} from './facts/init.js';
import {LOADING} from './facts/loading.js';
import {POLLING} from './facts/polling.js';
import {RESULTS} from './facts/results.js';
import {SETTINGS} from './facts/settings.js';
import {STATES} from './facts/states.js';
import {STORAGE} from './facts/storage.js';
import {AUTHORIZE_WAYS} from './facts/ways.js';

/** The releases that the stand-in can play: 2.7.9 was read, the others were run. */
export const RELEASES = ['2.7.9', '2.7.4', '2.7.1', '2.5.0', '2.2.0'] as const;

/** What is known of Kakao's JavaScript SDK, as far as a login and a channel go. */
export const FACTS: readonly Fact[] = [
  ...STATES,
  ...LOADING,
  ...INIT,
  ...SETTINGS,
  ...AUTHORIZE_WAYS,
  ...ADDRESSES,
  ...POLLING,
  ...RESULTS,
  ...STORAGE,
  ...CHANNEL,
  ...FOLLOWING,
];

/** What no file of the SDK can tell. */
export const NOT_ESTABLISHED: readonly string[] = [
  'Releases 2.7.5 and later: there is no record of a run on one.',
  'Which release between two that were run was the first to do something: 2.2.0, 2.5.0, 2.7.1 and 2.7.4 were.',
  'Whether the answers of KakaoTalk at kauth.kakao.com/apiweb/code.json hold the state, and which error codes they hold beside 300 and 700.',
  'What apps.kakao.com says where a channel was not added: here it is status "fail".',
  'The buttons that the SDK draws itself.',
  'What phones do with intents and universal links, Safari’s own behaviour included.',
  'Windows opened by pages with a Cross-Origin-Opener-Policy.',
];

/** Whether a fact is one of a release. */
export function isOf({since, before}: Pick<Fact, 'since' | 'before'>, version: string): boolean {
  return (
    (since === undefined || compare(version, since) >= 0) && (before === undefined || compare(version, before) < 0)
  );
}

function compare(left: string, right: string): number {
  const [a = [], b = []] = [left, right].map((version) => version.split('.').map(Number));
  const at = [0, 1, 2].find((index) => a[index] !== b[index]);
  return at === undefined ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
