import {fixture, html} from '@open-wc/testing';
import '../../../../src/define.js';
import {getPageRegistry} from '../../../../src/client/page/page-registry.js';
import type {Problem} from '../../../../src/client/state/problem.js';
import {startHost} from '../../../../src/script/hosts/start-host.js';
import {replace} from '../../../client/support/replace.js';
import {forgetPage, partOf, settle} from '../../../elements/support/page.js';

export const KEY = '0123456789abcdef0123456789abcdef';

/** Where this page is, as a host wants to know it. */
export const here = (): string => location.pathname + location.search;
export const toBase64 = (path: string): string => encodeURIComponent(btoa(path));

/** What a shop's page has of its host: its script's globals, and markup. */
export interface Stub {
  readonly globals?: (log: (...call: unknown[]) => void) => Readonly<Record<string, unknown>>;
  readonly markup?: string;
}

/** A page on which the script has not run. */
export function forgetScript(): void {
  forgetPage();
  Reflect.deleteProperty(document, Symbol.for('kakao-sync-widget.watch'));
}

/**
 * A shop's page with the tag in its head.
 *
 * @param said the tag's settings
 * @param place what stands where the button is to be
 */
export async function openShop(
  said: Readonly<Record<string, string>>,
  {globals, markup = ''}: Stub = {},
  place = '<div data-kakao-login></div>',
) {
  const calls: unknown[][] = [];
  const log = (...call: unknown[]): void => void calls.push(call);
  for (const [name, value] of Object.entries(globals?.(log) ?? {})) {
    replace(window, name as keyof Window & string, {value, configurable: true});
  }
  const root = await fixture<HTMLElement>(html`<div></div>`);
  root.innerHTML = place + markup;
  for (const control of root.querySelectorAll('[data-logs]')) {
    control.addEventListener('click', (event) => {
      event.preventDefault();
      log('click', control.getAttribute('data-logs'));
    });
  }
  const problems: Problem[] = [];
  const late: (() => void)[] = [];
  const timers = new Set<{readonly milliseconds: number; readonly callback: () => void}>();
  const ports = {
    go: (address: string) => log('go', address),
    after(milliseconds: number, callback: () => void) {
      const timer = {milliseconds, callback};
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    report: (problem: Problem) => void problems.push(problem),
    debug: () => '{}',
    later: (_milliseconds: number, callback: () => void) => void late.push(callback),
  };
  const start = (next = said) => startHost(null, next, ports);
  const client = start();
  await settle(...root.querySelectorAll('kakao-login-button'));
  const button = (): Element => root.querySelector('kakao-login-button')!;
  return {
    ...{root, calls, problems, late, client, start, button, log},
    /** The times that something waits for, in milliseconds. */
    waits: () => [...timers].map(({milliseconds}) => milliseconds),
    /** All that waits has come. */
    pass() {
      for (const timer of timers) {
        timers.delete(timer);
        timer.callback();
      }
    },
    /** What a press has done by the end of its task. */
    press(): unknown[][] {
      const before = calls.length;
      partOf(button(), 'button').click();
      return calls.slice(before);
    },
  };
}

export const isClient = (client: unknown): boolean => getPageRegistry().client === client;
