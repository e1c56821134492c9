import {attempt} from '../shared/attempt.js';
import {isLoopback} from '../shared/loopback.js';

interface Policy {
  createScriptURL(url: string): string;
}

interface TrustedTypePolicyFactory {
  createPolicy(name: string, rules: Policy): Policy;
}

/** The name to allow in `trusted-types`. */
export const POLICY_NAME = 'kakao-sync';

const POLICY: unique symbol = Symbol.for('kakao-sync-widget.trusted-types');

const CDN_FILE = /^https:\/\/t1\.kakaocdn\.net\/kakao_js_sdk\/2\.\d+\.\d+\/kakao\.min\.js$/;
const ANY_FILE = /^[^?#\\\s]+\/kakao_js_sdk\/2\.\d+\.\d+\/kakao\.min\.js$/;

/** The files besides that this copy of the code may load. */
const ownFiles = new Set<string>();

/** Lets our policy pass the address of one more file: one beside the script tag's own. Only before the policy is used. */
export function passScript(url: string): void {
  ownFiles.add(url);
}

/**
 * An address that may be given to `script.src` on a page with `require-trusted-types-for 'script'`; the text itself where
 * the browser or the page knows no Trusted Types, or where the page does not allow our policy.
 *
 * @throws {TypeError} where our policy takes the address for no file of Kakao's SDK, and for none of those besides
 */
export function toTrustedScriptUrl(url: string): string {
  const holder = document as Document & {[POLICY]?: Policy | undefined};
  const factory = (globalThis as {trustedTypes?: TrustedTypePolicyFactory}).trustedTypes;
  // One for the document: a second copy of this code may not create the same name again. Whoever finds it there gets no
  // other script by it.
  const policy = attempt(
    () =>
      (holder[POLICY] = holder[POLICY]
        ? toChecked(holder[POLICY])
        : factory?.createPolicy(POLICY_NAME, {createScriptURL: check})),
  );
  return policy?.createScriptURL(url) ?? url;
}

/** The policy of release 0.1 passes every address: from now on it is had only behind the check. */
function toChecked(policy: Policy): Policy {
  const passesAny = attempt(() => policy.createScriptURL('https://t1.kakaocdn.net/'));
  return passesAny ? {createScriptURL: (url: unknown) => policy.createScriptURL(check(String(url)))} : policy;
}

function check(url: string): string {
  if (ownFiles.has(url) || isSdkFile(url, location.origin)) return url;
  throw new TypeError(POLICY_NAME);
}

/** Whether an address is a release's file at Kakao's CDN or, for a page on this machine, at an emulator on it. */
export function isSdkFile(url: string, page: string): boolean {
  return CDN_FILE.test(url) || (ANY_FILE.test(url) && isLoopback(url) && isLoopback(page));
}
