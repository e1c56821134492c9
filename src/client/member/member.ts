import type {SessionReading} from '../page/backend/backend.js';
import {toClientContext} from '../page/client-context.js';
import type {CoreContext} from '../page/core-context.js';
import type {LinkSecretsMaker} from '../page/secrets-maker.js';
import {createLinkSecretsMaker} from './link-secrets.js';
import {createLogout} from './logout.js';
import {createSessionReader} from './session-reader.js';

/** What a page offers to somebody who is signed in, or may be. */
export interface MemberActions {
  /** Reads the session at the backend, and shows it. */
  readonly readSession: () => Promise<SessionReading>;
  readonly logout: (fromAccount: boolean) => Promise<void>;
  readonly linkSecrets: LinkSecretsMaker;
}

const actions = new WeakMap<CoreContext, MemberActions>();

/** What a client offers: the same actions at each call. */
export function toMemberActions(core: CoreContext): MemberActions {
  const made = actions.get(core) ?? createMemberActions(core);
  actions.set(core, made);
  return made;
}

function createMemberActions(core: CoreContext): MemberActions {
  const context = toClientContext(core);
  const readSession = createSessionReader(context);
  return {readSession, logout: createLogout(context), linkSecrets: createLinkSecretsMaker(context, readSession)};
}
