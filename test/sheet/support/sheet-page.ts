import {getPageRegistry} from '../../../src/client/page/page-registry.js';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import {createStateStore, type KakaoSyncState, type SessionState} from '../../../src/client/state/state.js';
import type {SheetOptions} from '../../../src/sheet/options.js';
import type {SheetClient} from '../../../src/sheet/rules.js';
import {runSheet} from '../../../src/sheet/run-sheet.js';
import {settle} from '../../client/support/clock.js';
import {forgetPage} from '../../elements/support/page.js';

export const HOUR = 60 * 60_000;
export const DAY = 24 * HOUR;
export const NOW = Date.UTC(2026, 11, 2, 9);

export interface Setup {
  readonly config?: KakaoSyncConfig;
  readonly state?: Partial<KakaoSyncState>;
  /** What the one GET finds; nothing: it stays unknown. */
  readonly session?: SessionState;
  /** Until when this browser remembers a session. */
  readonly until?: number;
  readonly isHost?: boolean;
  readonly isReady?: boolean;
  readonly isFramed?: boolean;
  readonly path?: string;
  readonly now?: number;
  readonly random?: number;
  readonly started?: Promise<void>;
}

/** What the sheet keeps. */
export function forgetSheets(): void {
  for (const storage of [localStorage, sessionStorage]) {
    for (const key of ['ks.sheet', 'ks.variant']) storage.removeItem(key);
  }
  for (const host of document.querySelectorAll('kakao-sync-sheet')) host.remove();
  forgetPage();
}

/** A new visit of the same browser. */
export const endVisit = (): void => sessionStorage.removeItem('ks.sheet');

const stops: (() => void)[] = [];

/** Takes away the sheets that tests have left. */
export function stopSheets(): void {
  for (const stop of stops.splice(0)) stop();
}

export const findHost = (): HTMLElement | null => document.querySelector('kakao-sync-sheet');

export function find(selector: string): HTMLElement | null {
  return findHost()?.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
}

/** The pointer leaves the window at the top. */
export async function exit(): Promise<void> {
  document.documentElement.dispatchEvent(new MouseEvent('mouseleave', {clientY: -1}));
  await settle();
}

/** A page with a sheet, whose client, time and luck a test decides on. */
export function openSheet(options: SheetOptions = {}, setup: Setup = {}) {
  const store = createStateStore(() => undefined);
  if (setup.state) store.update(setup.state);
  let reads = 0;
  let now = setup.now ?? NOW;
  const told: unknown[] = [];
  const ports = {now: () => now, localStorage: {get: () => JSON.stringify({until: setup.until})}};
  const client = {
    get state() {
      return store.state;
    },
    subscribe: store.subscribe,
    onOutcome: store.onOutcome,
    config: setup.config ?? {},
    context: setup.isHost ? {} : {ports},
    isReady: setup.isReady ?? true,
    start: () => setup.started ?? Promise.resolve(),
    expectSession() {
      reads++;
      if (setup.session) store.update({session: setup.session});
      return Promise.resolve();
    },
  };
  const {measuring} = getPageRegistry();
  if (measuring) measuring.sheet = told as never;
  const sheet = runSheet(client as unknown as SheetClient, options, {
    now: () => now,
    random: () => setup.random ?? 0,
    isFramed: () => !!setup.isFramed,
    href: () => `https://shop.example${setup.path ?? '/event'}`,
  });
  stops.push(sheet.stop);
  return {
    ...{sheet, told, exit},
    reads: () => reads,
    pass: (milliseconds: number) => (now += milliseconds),
    async update(change: Partial<KakaoSyncState>) {
      store.update(change);
      await settle();
    },
  };
}

export const GUEST: SessionState = {status: 'signed-out'};
export const MEMBER: SessionState = {status: 'signed-in', member: {}};
