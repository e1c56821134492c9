import type {ConfigProblem} from './config.js';
import type {Configurer} from './ownership.js';

/**
 * A problem that the developer is told of. A text is a code, its reference and what was measured; one page keeps it for
 * the next in this form (`ks.hint`). All else is facts: their sentences are in report/, which is fetched only to print a
 * line.
 */
export type Problem = string | (ProblemFacts & Referenced);

/** The reference of the failure that a problem has caused: its event and its message have the same one. */
interface Referenced {
  readonly ref?: string | undefined;
}

/** Why a request goes without the token that `csrf` is about. The token itself is never told. */
export interface CsrfProblem {
  readonly code: 'config_invalid';
  readonly kind: 'csrf';
  /** The setting. */
  readonly value: string;
  /** There is none, it fits in no header, or the page does not say in which header. */
  readonly reason: 'missing' | 'unfit' | 'header';
}

/** See {@link Problem}. The table in report/lines.ts has a sentence for each kind. */
export type ProblemFacts =
  | ConfigProblem
  /** A property of an element that takes one of a few values. */
  | {
      readonly code: 'config_invalid';
      readonly kind: 'choice';
      readonly name: string;
      readonly value: string;
      readonly choices: readonly unknown[];
    }
  /** A `lang` or `locale` that names no language. */
  | {readonly code: 'config_invalid'; readonly kind: 'language'; readonly value: string}
  /** An entry in a list of terms or consent items that cannot be a name. */
  | {readonly code: 'config_invalid'; readonly kind: 'item'; readonly value: string}
  | CsrfProblem
  /** A channel's public id. */
  | {readonly code: 'config_invalid'; readonly kind: 'channel'; readonly value?: string}
  /** A tag that the Kakao app has no term for. */
  | {readonly code: 'config_invalid'; readonly kind: 'term'; readonly value: string}
  /** A button with a bubble and `last-used`, for which there is one place. */
  | {readonly code: 'config_invalid'; readonly kind: 'bubbles'}
  /** A page of XML, where no element can be drawn. */
  | {readonly code: 'config_invalid'; readonly kind: 'xml'; readonly value: string}
  /** An element that a style sheet of the page lets nobody press. */
  | {readonly code: 'config_invalid'; readonly kind: 'unpressable'; readonly name: string}
  /** Texts of the site's own that cannot be used, by language and key; none: `messages` itself is no object. */
  | {
      readonly code: 'config_invalid';
      readonly kind: 'messages';
      readonly names: readonly string[];
      /** The keys that there are. */
      readonly known: readonly string[];
    }
  /** An attribute that is none of ours, with those that are. One that is near none of them is not told of. */
  | {
      readonly code: 'config_invalid';
      readonly kind: 'attribute';
      readonly name: string;
      readonly prefix: string;
      readonly known: readonly string[];
      /** Others write attributes of their own there: what has but a word in common is theirs. */
      readonly isShared?: boolean | undefined;
    }
  /** An attribute that holds a secret. Its value is never told. */
  | {readonly code: 'config_invalid'; readonly kind: 'secret'; readonly name: string}
  | {
      readonly code: 'config_changed';
      readonly kind: 'ignored';
      readonly names: readonly string[];
      readonly reason: Configurer | 'script' | 'tag';
    }
  /** What of a press no storage has kept for the way back. */
  | {
      readonly code: 'storage_blocked';
      readonly kind: 'lost';
      readonly names: readonly ('from' | 'context' | 'asked' | 'returnTo')[];
    }
  /** An answer that was completed on another page than the callback's, whose path is told. */
  | {readonly code: 'callback_moved'; readonly kind: 'moved'; readonly path: string}
  | {readonly code: 'state_missing'; readonly kind: 'stateless'}
  /** The script tag has found no configuration: neither its own nor another. */
  | {readonly code: 'not_configured'; readonly kind: 'tag'}
  /** The script tag has found no place for a button. */
  | {readonly code: 'not_configured'; readonly kind: 'nowhere'}
  /** A setting of a hosted shop's tag that is no selector, or no address. */
  | {readonly code: 'config_invalid'; readonly kind: 'selector' | 'page'; readonly name: string; readonly value: string}
  /** A tag for hosted shops that names no host and no control. */
  | {readonly code: 'not_configured'; readonly kind: 'hostless'}
  /** A press on a hosted shop found nothing to press. */
  | {readonly code: 'not_configured'; readonly kind: 'host'}
  /** Something was pressed on a page without a configuration for it: a hosted shop's has none for a channel. */
  | {readonly code: 'not_configured'; readonly kind: 'unconfigured'};
