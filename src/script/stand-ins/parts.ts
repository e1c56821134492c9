import {authorize, goBySdk, leavePrepared, prepareDirect} from '../../client/leave-part.js';
import type * as parts from '../../client/parts.js';
import {
  deliverFailure,
  forgetFuture,
  goByServer,
  handleRedirectCallback,
  isArrivalOrLogout,
  prepareOnServer,
  requestConsent,
  resumeRestored,
  startAutoLogin,
  tellWaiting,
  toClientContext,
  toMemberActions,
} from '../../client/return-part.js';
import {definePart} from '../../shared/part.js';
import {toPresentPart} from '../present-part.js';
import {loadSibling} from '../siblings/load-sibling.js';
import type {OnServerSibling} from '../siblings/on-server-sibling.js';

/** What a part exports, without the client, which every page has at first. */
type Content<Of extends {readonly content: object | null}> = Omit<NonNullable<Of['content']>, 'createKakaoSync'>;

export const LEAVE = toPresentPart<Content<typeof parts.LEAVE>>({authorize, goBySdk, leavePrepared, prepareDirect});

/** In a file of its own, because few pages with a tag need it. */
export const ON_SERVER = definePart(() => loadSibling<OnServerSibling>('on-server'));

export const RETURN = toPresentPart<Content<typeof parts.RETURN>>({
  deliverFailure,
  forgetFuture,
  goByServer,
  handleRedirectCallback,
  isArrivalOrLogout,
  prepareOnServer,
  requestConsent,
  resumeRestored,
  startAutoLogin,
  tellWaiting,
  toClientContext,
  toMemberActions,
});
