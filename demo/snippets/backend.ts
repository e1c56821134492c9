import {serve} from '@hono/node-server';
import {serveStatic} from '@hono/node-server/serve-static';
import {Hono} from 'hono';
import {createKakaoServer, type SiteMember} from 'kakao-sync-widget/server';

const {
  SHOP = 'http://localhost:3000',
  KAKAO_JAVASCRIPT_KEY = '',
  KAKAO_REST_API_KEY = '',
  KAKAO_CLIENT_SECRET,
  KAKAO_EMULATOR,
  SESSION_KEY = '',
} = process.env;

// Stands for your database: one member for each Kakao account.
const members = new Map<string, SiteMember>();

const kakao = createKakaoServer({
  keys: [
    {clientId: KAKAO_JAVASCRIPT_KEY, exchangeAs: KAKAO_REST_API_KEY},
    {clientId: KAKAO_REST_API_KEY, secret: KAKAO_CLIENT_SECRET},
  ],
  redirectUris: [`${SHOP}/kakao/callback`],
  allowedOrigins: [SHOP],
  sessionKeys: [SESSION_KEY],
  emulator: KAKAO_EMULATOR || undefined,
  findMember: (profile) => members.get(profile.id) ?? null,
  signUp(profile) {
    const isNewMember = !members.has(profile.id); // of two tabs, the second makes nobody
    const member = {id: profile.id, name: profile.nickname, kakaoId: profile.id};
    members.set(profile.id, member);
    return {...member, isNewMember};
  },
  readMember: (id) => members.get(id) ?? null,
  onError: (error) => console.error(error),
});

const app = new Hono();
app.all('/api/kakao/session', (c) => kakao.session(c.req.raw));
app.use('/*', serveStatic({root: './public'}));

serve({fetch: app.fetch, port: Number(new URL(SHOP).port || 3000)});
