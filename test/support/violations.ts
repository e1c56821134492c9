import type {BrowserContext} from 'playwright-core';
import {createRecorder} from './record.js';

/** Something that a page's Content Security Policy has stopped. */
export interface Violation {
  /** The directive that stopped it, as the browser names it: `script-src-elem` of `script-src`. */
  readonly directive: string;
  /** What was stopped: an address, or a word such as `inline`. */
  readonly blocked: string;
}

export interface Violations {
  readonly all: readonly Violation[];
  /** The first one by a directive: at once where it has been, else when it comes. */
  next(directive: string): Promise<Violation>;
}

const BINDING = 'recordPolicyViolation';

/** Listens for violations in every document of an origin, before any script of the page. */
export async function recordViolations(context: BrowserContext, origin: string): Promise<Violations> {
  const recorder = createRecorder<Violation>(({directive, blocked}) => `${directive}: ${blocked}`);
  await context.exposeBinding(BINDING, (_source, violation: Violation) => recorder.add(violation));
  await context.addInitScript(
    ({binding, site}) => {
      if (location.origin !== site) return;
      const record = (window as unknown as Record<string, (violation: unknown) => void>)[binding];
      document.addEventListener('securitypolicyviolation', ({effectiveDirective, blockedURI, disposition}) => {
        if (disposition === 'enforce') record?.({directive: effectiveDirective, blocked: blockedURI});
      });
    },
    {binding: BINDING, site: origin},
  );
  return {
    all: recorder.all,
    next: (directive) =>
      recorder.wait(`A violation of ${directive}`, (all) => all.find((entry) => entry.directive === directive)),
  };
}
