import type {html, nothing, TemplateResult} from 'lit';
import type {loadReport} from '../../client/page/developer/load-report.js';
import type {getPageRegistry, MessageKind} from '../../client/page/page-registry.js';
import type {FlowState} from '../../client/state/state.js';
import type {Translations} from '../../client/state/language.js';
import type {LATER} from '../i18n/later.js';

/** How a message looks: see {@link Told}. */
export type Look = 'alert' | 'note' | 'hidden' | 'busy';

/** What an element has to tell besides the flow. */
export interface Notice {
  /** The element's own text, or one of all flows. */
  readonly text: string | {readonly key: 'unavailableOther'};
  readonly look: Look;
  /** The reference of a failure. */
  readonly ref?: string | undefined;
  /** Only one element of the page tells it: the one that would tell of a flow of this kind. */
  readonly kind?: MessageKind;
}

/** What a message has of the failure that it tells, and the words around it. */
export interface Reference {
  readonly label: string;
  readonly ref: string;
  readonly copy: string;
  readonly copied: string;
}

/**
 * A message for the visitor. `alert`: they have to do something; `note`: they need not; `hidden`: for screen readers alone;
 * `busy`: that too, and after a second a mark, unless the button itself has one.
 */
export interface Told {
  readonly text: string;
  readonly look: Look;
  /** A path of this origin. */
  readonly to?: string | undefined;
  readonly toText?: string;
  /** The path is opened in a window of its own. */
  readonly isApart?: boolean;
  readonly reference?: Reference | undefined;
  readonly continueText?: string | undefined;
}

/** A message as it is drawn. */
export interface Drawn {
  /** Changes with the message. */
  readonly key: string;
  readonly look: Look;
  /** What stands in the live region, and beside it. */
  readonly body: TemplateResult;
  readonly copy?: TemplateResult | undefined;
}

/**
 * What this part has in common with the first load. It is handed over: of modules that both import, a bundler would make
 * files of their own, which a page fetches before its first paint one after another.
 */
export interface Shared {
  readonly LATER: typeof LATER;
  readonly html: typeof html;
  readonly nothing: typeof nothing;
  readonly toJson: (value: unknown) => string;
  readonly loadReport: typeof loadReport;
  readonly getPageRegistry: typeof getPageRegistry;
}

/** An element that may have something to tell. */
export interface Teller extends Shared {
  readonly notice: Notice | undefined;
  /** Logins are stopped; as a text, what the site says of that. False if they are not. */
  readonly pause: unknown;
  readonly flow: FlowState;
  /** The flow goes on without the visitor. */
  readonly isUnderWay: boolean;
  /** The element that was pressed when it tells of a press. */
  readonly speaker: HTMLElement;
  /** The element of the page's last press. */
  readonly source: EventTarget | undefined;
  /** A table's texts in the language of its place, the site's own in place of ours. */
  readonly readTexts: <Texts extends object>(texts: Translations<Texts>) => Texts;
  /** Goes on in the browser. */
  readonly goOn: () => void;
}
