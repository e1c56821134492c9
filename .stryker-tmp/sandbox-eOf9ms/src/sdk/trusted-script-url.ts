import {attempt} from '../shared/attempt.js';

interface TrustedTypePolicyFactory {
  createPolicy(name: string, rules: {createScriptURL(url: string): string}): {createScriptURL(url: string): string};
}

/** The name to allow in `trusted-types`. */
export const POLICY_NAME = 'kakao-sync';

const POLICY: unique symbol = Symbol.for('kakao-sync-widget.trusted-types');

/**
 * An address that may be given to `script.src` on a page with `require-trusted-types-for 'script'`; the text itself where
 * the browser or the page knows no Trusted Types, or where the page does not allow our policy.
 */
export function toTrustedScriptUrl(url: string): string {
  const holder = document as Document & {[POLICY]?: {createScriptURL(url: string): string} | undefined};
  const factory = (globalThis as {trustedTypes?: TrustedTypePolicyFactory}).trustedTypes;
  // One for the document: a second copy of this code may not create the same name again.
  const policy = attempt(
    () => (holder[POLICY] ??= factory?.createPolicy(POLICY_NAME, {createScriptURL: (text) => text})),
  );
  return policy?.createScriptURL(url) ?? url;
}
