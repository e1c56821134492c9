import {getPageRegistry} from '../client/page/page-registry.js';
import {toLocale} from '../client/state/language.js';
import {rememberHidden} from './kept.js';
import type {SheetOptions} from './options.js';
import {drawPanel, type Panel} from './panel.js';
import type {SheetClient} from './rules.js';
import {TEXTS} from './texts.js';

/** The fewest days for which a sheet that was closed stays away. */
const LEAST_HIDE_DAYS = 7;

/** The sheet on the page, of which there is at most one. */
export interface SheetView {
  readonly isOpen: () => boolean;
  /** Asks the visitor. One that asks already may become a dialog. */
  readonly open: (isModal: boolean) => void;
  readonly remove: () => void;
  /** Follows who arrives, until one of the returned functions is called. */
  readonly watch: () => readonly (() => void)[];
}

/** @param getVariant the visitor's variant, if there are some */
export function createView(
  client: SheetClient,
  options: SheetOptions,
  now: () => number,
  getVariant: () => string | undefined,
): SheetView {
  let panel: Panel | undefined;
  /** It asks for a signup. What is told after one does not. */
  let isAsking = false;

  function remove(): void {
    panel?.remove();
    panel = undefined;
    isAsking = false;
  }

  function draw(isModal: boolean, done?: string): void {
    const hideDays = Math.max(LEAST_HIDE_DAYS, options.hideDays ?? 0);
    const locale = toLocale(client.config?.locale || document.documentElement.lang || 'ko');
    const {text, close, hide} = TEXTS[locale];
    const own = done === undefined ? {...options, ...options.variants?.[getVariant() ?? '']} : {text: done};
    const content = {...own, text: own.text ?? text, hide: done === undefined ? hide(hideDays) : undefined};
    remove();
    isAsking = done === undefined;
    panel = drawPanel({...content, close, locale}, isModal, () => {
      if (isAsking) {
        rememberHidden(now(), hideDays);
        tell('close');
      }
      remove();
    });
  }

  return {
    isOpen: () => !!panel,
    remove,
    open(isModal) {
      if (panel?.isModal) return;
      const wasAsking = isAsking;
      draw(isModal);
      if (!wasAsking) tell('view');
    },
    watch: () => [
      client.subscribe(({session}) => {
        if (isAsking && session.status === 'signed-in') remove();
      }),
      client.onOutcome((outcome) => {
        if (outcome.end === 'signed-in' && outcome.isNewMember && options.done) draw(false, options.done);
      }),
    ],
  };
}

/** Tells the page's analytics, if it has some. */
function tell(what: 'view' | 'close'): void {
  const {measuring} = getPageRegistry();
  if (measuring) (measuring.sheet ??= []).push(what);
}
