import {authorize, goBySdk, leavePrepared, prepareDirect} from '../../client/leave-part.js';
import type * as parts from '../../client/parts.js';
import {
  deliverFailure,
  forgetFuture,
  handleRedirectCallback,
  isArrivalOrLogout,
  requestConsent,
  resumeRestored,
  startAutoLogin,
  tellWaiting,
  toClientContext,
  toMemberActions,
} from '../../client/return-part.js';
import {toPresentPart} from '../present-part.js';

/** What a part exports, without the client, which every page has at first. */
type Content<Of extends {readonly content: object | null}> = Omit<NonNullable<Of['content']>, 'createKakaoSync'>;

export const LEAVE = toPresentPart<Content<typeof parts.LEAVE>>({authorize, goBySdk, leavePrepared, prepareDirect});

export const RETURN = toPresentPart<Content<typeof parts.RETURN>>({
  deliverFailure,
  forgetFuture,
  handleRedirectCallback,
  isArrivalOrLogout,
  requestConsent,
  resumeRestored,
  startAutoLogin,
  tellWaiting,
  toClientContext,
  toMemberActions,
});
