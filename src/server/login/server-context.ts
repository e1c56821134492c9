import type {ChannelRelation} from '../../shared/wire.js';
import type {AdminApi} from '../kakao/admin-api.js';
import type {KakaoCaller} from '../kakao/api/ask.js';
import type {ConcurrencyLimit} from '../base/concurrency-limit.js';
import type {Hooks} from '../options/hooks.js';
import type {LinkKeys} from '../sessions/link-keys.js';
import type {Notices} from '../notices/create-notices.js';
import type {PendingLogins} from '../sessions/pending-logins.js';
import type {RelationMemory} from './relation-memory.js';
import type {RequestLimit} from '../options/request-limit.js';
import type {Sessions} from '../sessions/sessions.js';
import type {Settings} from '../options/settings.js';
import type {ShownSessions} from '../sessions/shown-sessions.js';
import type {SigningKeys} from '../kakao/signing-keys.js';
import type {TokenKeeper} from '../tokens/token-keeper.js';
import type {UnknownTerms} from './unknown-terms.js';
import type {SpentCodes} from './spent-codes.js';

/** What requests are answered with. */
export interface ServerContext {
  readonly settings: Settings;
  readonly kakao: KakaoCaller;
  readonly now: () => number;
  readonly hooks: Hooks;
  readonly sessions: Sessions;
  readonly pendingLogins: PendingLogins;
  readonly linkKeys: LinkKeys;
  readonly shownSessions: ShownSessions;
  readonly signingKeys: SigningKeys;
  readonly spentCodes: SpentCodes;
  readonly unknownTerms: UnknownTerms;
  /**
   * Logins, from the code to the person and the terms. Nothing on this way waits again: whoever is refused for want of
   * room has a code that is not spent.
   */
  readonly loginLimit: ConcurrencyLimit;
  /** Null without an admin key. */
  readonly admin: AdminApi | null;
  /** Null if the site has not set them up. */
  readonly notices: Notices | null;
  /** Null if the site keeps no tokens. */
  readonly tokens: TokenKeeper | null;
  readonly checkLimit: RequestLimit;
  readonly relations: RelationMemory<ChannelRelation['relation']>;
}
