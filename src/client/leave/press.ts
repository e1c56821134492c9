import type {Part} from '../../shared/part.js';
import type {Purpose, TransactionRecord} from '../../shared/transaction.js';
import type {TransactionSecrets} from '../../oauth/authorization-request.js';
import type {CoreContext} from '../page/core-context.js';
import type {TransactionDetails} from '../page/transactions/open-transaction.js';
import type {LinkSecrets, SecretsMaker} from '../page/secrets-maker.js';
import type {Settings} from '../state/config.js';
import type {ConsentOptions, ConsentRequest} from '../state/consent-request.js';
import type {LoginOptions} from '../state/login-options.js';
import type {FlowCode} from '../state/state.js';

/** The secrets of one press; `t` belongs to a link. */
export type PressSecrets = TransactionSecrets & Partial<LinkSecrets>;

/** The parameters of a press, and the page's settings for it. */
export interface PressRequest {
  readonly purpose: Purpose;
  readonly options: LoginOptions;
  /** What a consent asks for. */
  readonly asked?: ConsentRequest | undefined;
  /** The page's settings when it began. */
  readonly settings: Settings;
  /** How the flow before it failed. */
  readonly failed: FlowCode | undefined;
}

/** A press on its way to Kakao. */
export interface Press extends PressRequest {
  /** When it began, in milliseconds since the epoch. */
  readonly pressedAt: number;
  /** Where its secrets come from. */
  readonly secrets: SecretsMaker<PressSecrets>;
  /** The reference of its transaction, once it has one. */
  ref?: string;
  /** Writes the record for a route of the server, which sees nothing else of what the page keeps. */
  writeRecord?: (record: TransactionRecord, details: TransactionDetails) => boolean;
  /** Whatever else is told meanwhile, a press goes on: only another one, its own failure or the Back button ends it. */
  readonly isCurrent: () => boolean;
  /** Ends it with what went wrong, unless it has ended. */
  readonly fail: (error: unknown) => void;
}

/** What of a press a failure is told with. */
export type FailedPress = Pick<Press, 'purpose' | 'options' | 'ref'> & Partial<Pick<Press, 'failed'>>;

/** What a request for consent needs of the presses. */
export interface ConsentActions {
  readonly begin: (purpose: Purpose, options: LoginOptions, asked: ConsentRequest) => void;
  readonly onPress: (source: EventTarget | undefined) => void;
}

/** The steps of a press that tell how it ends, those of a consent, and those of a login that ends on the server. */
export interface EndSteps {
  /** Shows how a press failed. */
  deliverFailure(context: CoreContext, press: FailedPress, error: unknown): void;
  requestConsent(context: CoreContext, options: ConsentOptions, actions: ConsentActions): void;
  /** Fetches the code of a login that ends on the server. */
  prepareOnServer(): Promise<unknown>;
  /** Leaves for the backend's own start of the login, or by `goOn` for Kakao, with a record that the server can read. */
  goByServer(context: CoreContext, press: Press, goOn: () => void): void;
}

/** The steps of a press that are fetched before it, where there is time. */
export interface LeaveSteps {
  /** Goes to Kakao by its SDK, which may open KakaoTalk. */
  goBySdk(context: CoreContext, press: Press): void;
  /** Writes the record of a press that has just begun and takes the direct path. */
  prepareDirect(context: CoreContext, request: PressRequest, made: PressSecrets): void;
  /** Leaves with the record that was written ahead, if it still fits this press. Otherwise removes it, and answers false. */
  leavePrepared(context: CoreContext, press: Press): boolean;
}

/** The steps of a press that are not in the page's first load: all but the direct path. */
export interface PressParts {
  readonly leave: Part<LeaveSteps>;
  readonly end: Part<EndSteps>;
  /** If this page's return has failed because a part was missing, tries it again; false if there is no such return. */
  resumeReturn(): boolean;
}
