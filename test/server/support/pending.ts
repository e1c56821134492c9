import type {SignInOptions, SiteMember} from '../../../src/server/index.js';
import {ENDPOINT, type Site} from './site.js';

export const PENDING_COOKIE = '__Host-kakao_sync_pending';

/** The `Set-Cookie` values of the pending login in an answer. */
export function pendingCookies({headers}: {readonly headers: Headers}): string[] {
  return headers.getSetCookie().filter((cookie) => cookie.startsWith(`${PENDING_COOKIE}=`));
}

/** What the browser sends back of a pending login. */
export function toPending(response: Response): string {
  return pendingCookies(response)
    .map((cookie) => cookie.split(';')[0]!)
    .join('; ');
}

/** A request for one of the site's own routes. */
export function toRequest(cookie: string): Request {
  return new Request(ENDPOINT, {headers: {Cookie: cookie}});
}

type Form = Pick<SignInOptions, 'action' | 'reference'>;

/** What the form of a page carries that was shown for what is pending; of nothing, where nothing is. */
export async function toForm({server}: Pick<Site, 'server'>, cookie: string): Promise<Form> {
  const shown = await server.readPending(toRequest(cookie));
  return shown ? {action: shown.action, reference: shown.reference} : {action: 'link-existing', reference: 'none'};
}

/** Finishes what is pending as a route does: by the form that its page was shown with. */
export async function finish(
  site: Pick<Site, 'server'>,
  cookie: string,
  member: SiteMember,
  more: Partial<SignInOptions> = {},
): Promise<{readonly headers: Headers}> {
  return site.server.signIn(toRequest(cookie), member, {...(await toForm(site, cookie)), ...more});
}
