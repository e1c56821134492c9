import {authorize, goBySdk} from '../../client/leave-part.js';
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

/** A part that is there from the start. What every page has at first is no part of it. */
type Present<Part extends {readonly content: object | null}> = {
  readonly content: Omit<NonNullable<Part['content']>, 'createKakaoSync'>;
};

export const LEAVE: Present<typeof parts.LEAVE> = {content: {authorize, goBySdk}};

export const RETURN: Present<typeof parts.RETURN> = {
  content: {
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
  },
};
