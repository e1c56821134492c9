import {withPart} from '../shared/part.js';
import type {CoreContext} from './page/core-context.js';
import type {LinkSecretsMaker} from './page/secrets-maker.js';
import {RETURN} from './parts.js';

/** The secrets of links, which come with the part that knows the session. */
export function createSecretsOfLinks(core: CoreContext): LinkSecretsMaker {
  const find = (): LinkSecretsMaker | undefined => RETURN.content?.toMemberActions(core).linkSecrets;
  return {
    ready: () => find()?.ready() ?? null,
    make: () => withPart(RETURN, ({toMemberActions}) => toMemberActions(core).linkSecrets.make()),
    drop: () => find()?.drop(),
  };
}
