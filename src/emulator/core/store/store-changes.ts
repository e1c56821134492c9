import type {EmulatedApp} from './apps.js';
import type {ChannelRelation} from './channel-relations.js';
import type {Persona} from './personas.js';

/** Why a link ended, as the unlink notice says it (Kakao: Kakao Login > Webhook > `referrer_type`). */
export const UNLINK_REFERRERS = [
  'UNLINK_FROM_APPS',
  'UNLINK_FROM_ADMIN',
  'ACCOUNT_DELETE',
  'FORCED_ACCOUNT_DELETE',
  'INCOMPLETE_SIGN_UP',
] as const;

/**
 * Why a link ended. `UNLINK_FROM_APPS`: the person, in the Kakao account; `UNLINK_FROM_ADMIN`: Kakao's staff;
 * `INCOMPLETE_SIGN_UP`: the site has not read the user's information within 24 hours.
 */
export type UnlinkReferrer = (typeof UNLINK_REFERRERS)[number];

/** A change of which Kakao tells the site. */
export type StoreChange =
  | {readonly type: 'linked'; readonly app: EmulatedApp; readonly persona: Persona}
  | {
      readonly type: 'unlinked';
      readonly app: EmulatedApp;
      readonly persona: Persona;
      /** Null if the site ended the link itself. */
      readonly referrer: UnlinkReferrer | null;
    }
  | {
      readonly type: 'channel';
      readonly personaId: string;
      readonly publicId: string;
      readonly relation: ChannelRelation;
      readonly at: number;
    };

/** Learns of changes as they happen. */
export type ChangeListener = (change: StoreChange) => void;
