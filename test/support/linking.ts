import type {Device} from './browser.js';
import type {Site} from './site.js';
import type {Journey} from './journey.js';
import type {Visit} from './visit.js';

/** Where members connect Kakao accounts. */
export const AT = '/mypage';

/** The id of somebody's Kakao account. */
export const idOf = (site: Site, persona: string): string => String(site.emulator.account(persona).userId);

/** Somebody who is signed in, as the member of a Kakao account that is not theirs to keep. */
export async function signedInWith(
  {site, openVisit}: Pick<Journey<Site>, 'site' | 'openVisit'>,
  {persona, name, device = 'desktop'}: {readonly persona: string; readonly name: string; readonly device?: Device},
): Promise<Visit> {
  site.addMember(persona);
  const visit = await openVisit({device});
  await visit.pressAt(AT);
  await visit.kakao.signIn(name);
  await visit.events.next('kakao-login-success');
  await forgetKakao(visit);
  return visit;
}

/** Nobody is signed in to Kakao in this browser any more. */
export function forgetKakao(visit: Visit): Promise<void> {
  return visit.context.clearCookies({domain: '127.0.0.1'});
}

/** Gives one browser the session of another, as if its owner had signed in there without a page of ours. */
export async function bringSession(from: Visit, to: Visit): Promise<void> {
  const cookies = await from.context.cookies();
  await to.context.addCookies(cookies.filter(({name}) => name.endsWith('kakao_sync_session')));
}
