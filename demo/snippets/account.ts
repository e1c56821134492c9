import type {Hono} from 'hono';
import type {KakaoServer} from 'kakao-sync-widget/server';

/** A page for members alone. */
export function addAccountPage(app: Hono, kakao: KakaoServer): void {
  app.get('/account', async (c) => {
    const session = await kakao.readSession(c.req.raw);
    if (!session) return c.redirect('/login', 303);
    // So that the session lasts as long as its member keeps coming back.
    if (session.renewal) c.header('Set-Cookie', session.renewal, {append: true});
    c.header('Cache-Control', 'no-store');
    return c.text(`${session.member.name ?? ''}님, 어서 오세요.`);
  });
}
