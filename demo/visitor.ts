import type {CurrentSession} from 'kakao-sync-widget/server';

/** Who is signed in, as far as every page needs to know. */
export type Visitor = CurrentSession['member'] & Pick<CurrentSession, 'isNewMember'>;
