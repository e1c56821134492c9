import type {LinkSettings} from '../outputs/link.js';
import type {Output} from '../outputs/outputs.js';
import type {Settings} from '../settings.js';
import type {Ending} from './preview/endings.js';
import type {PreviewSettings} from './preview/settings.js';
import type {Language, Texts} from './texts/texts.js';

/** All that the page draws. */
export interface PageState {
  readonly language: Language;
  readonly settings: Settings;
  /** As it was typed, one site a line. */
  readonly sites: string;
  /** Whether the bubble's words are the marketer's own. */
  readonly isOwnBubble: boolean;
  /** The fields that somebody has been in and left: what is wrong with others is not told yet. */
  readonly left: ReadonlySet<string>;
  readonly preview: PreviewSettings;
  readonly isPreviewOpen: boolean;
  /** The login that is being tried out. */
  readonly playing: Ending | null;
  /** The output that is shown; the first one of those there are, if it is none of them. */
  readonly tab: Output['id'] | null;
  readonly linkPage: string;
  readonly link: LinkSettings;
  /** What was copied for a developer, if it could only be shown. */
  readonly letter: string;
  /** What has just come of a press. */
  readonly told: string;
  /** The step in front of the reader. */
  readonly step: number;
}

/** What every part of the page is drawn with. */
export interface App {
  readonly state: PageState;
  readonly texts: Texts;
  set(change: Partial<PageState>): void;
  setSettings(change: Partial<Settings>): void;
  /** Somebody has left a field: from now on its problems are told. */
  leave(...fields: readonly string[]): void;
  /** Tries a login out, up to that ending. */
  play(ending: Ending): void;
}
