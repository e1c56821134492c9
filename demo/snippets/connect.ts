import type {Hono} from 'hono';
import {csrf} from 'hono/csrf';
import type {KakaoServer} from 'kakao-sync-widget/server';

/** What the route needs of your members. */
export interface Members {
  checkPassword(email: string, password: string): Promise<{id: string; name: string} | null>;
  connect(id: string, kakaoId: string): Promise<void>;
}

/** Behind the form of `/connect`, where `signUp` sends people whose e-mail address a member has already. */
export function addConnectRoute(app: Hono, kakao: KakaoServer, members: Members): void {
  app.post('/connect', csrf(), async (c) => {
    const pending = await kakao.readPending(c.req.raw);
    if (!pending) return c.redirect('/login', 303); // its 15 minutes are over: press the Kakao button again
    const form = new URLSearchParams(await c.req.text());
    const member = await members.checkPassword(form.get('email') ?? '', form.get('password') ?? '');
    if (!member) return c.redirect('/connect?wrong=1', 303);
    await members.connect(member.id, pending.profile.id);
    const {headers} = await kakao.signIn(c.req.raw, member);
    headers.set('Location', '/');
    return new Response(null, {status: 303, headers});
  });
}
