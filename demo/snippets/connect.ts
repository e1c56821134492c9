import type {Hono} from 'hono';
import {csrf} from 'hono/csrf';
import {type KakaoServer, KakaoSyncError} from 'kakao-sync-widget/server';

/** Your members, as far as these routes use them. */
export interface Members {
  checkPassword(email: string, password: string): Promise<{id: string; name: string} | null>;
  /**
   * False where either has another one. One statement, with a unique key on `kakao_id` (violated is false too):
   * `UPDATE members SET kakao_id = $2 WHERE id = $1 AND kakao_id IS NULL`
   */
  connect(id: string, kakaoId: string): Promise<boolean>;
}

/** The login cannot be finished: it has ended or was replaced, or the account is connected or another member's. */
const OVER = new Set<string>(['session_required', 'pending_changed', 'already_linked', 'different_account']);

/** `/connect`, where `signUp` sends people whose e-mail address a member has already. */
export function addConnectRoutes(app: Hono, kakao: KakaoServer, members: Members): void {
  const action = 'link-existing';

  app.get('/connect', async (c) => {
    const pending = await kakao.readPending(c.req.raw, action);
    if (!pending) return c.redirect('/login', 303); // its 15 minutes are over: press the Kakao button again
    c.header('Cache-Control', 'no-store');
    return c.html(`<!doctype html>
      <title>계정 연결</title>
      <form method="post">
        <input type="hidden" name="reference" value="${pending.reference}" />
        <label>이메일 <input type="email" name="email" autocomplete="username" required /></label>
        <label>비밀번호 <input type="password" name="password" autocomplete="current-password" required /></label>
        <button>연결하기</button>
      </form>`);
  });

  app.post('/connect', csrf(), async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const member = await members.checkPassword(form.get('email') ?? '', form.get('password') ?? '');
    if (!member) return c.redirect('/connect?wrong=1', 303);
    const reference = form.get('reference') ?? '';
    const connect = (profile: {id: string}) => members.connect(member.id, profile.id);
    try {
      const {headers} = await kakao.signIn(c.req.raw, member, {action, reference, connect});
      headers.set('Location', '/');
      return new Response(null, {status: 303, headers});
    } catch (error) {
      if (!(error instanceof KakaoSyncError && OVER.has(error.code))) throw error;
      return c.redirect('/login', 303); // nothing was connected, nobody is signed in
    }
  });
}
