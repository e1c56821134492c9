import {createKakaoServer, type SiteMember} from 'kakao-sync-widget/server';
import {DEFAULT_APP} from 'kakao-sync-widget/emulator';
import type {KakaoConnection} from 'kakao-sync-widget/testing';

const SHOP = 'http://localhost:3000';

/** Your backend. The last line is what tests give it; in production there is none of it. */
export function createBackend(connection?: KakaoConnection): (request: Request) => Promise<Response> {
  const members = new Map<string, SiteMember>();
  const [{key: clientId, clientSecret: secret}] = DEFAULT_APP.restApiKeys; // of your settings
  const kakao = createKakaoServer({
    keys: [{clientId, secret}],
    redirectUris: [`${SHOP}/kakao/callback`],
    allowedOrigins: [SHOP],
    sessionKeys: ['a session key of at least 32 characters'],
    findMember: ({id}) => members.get(id) ?? null,
    signUp: ({id, nickname}) => {
      const member = {id, name: nickname};
      members.set(id, member);
      return member;
    },
    readMember: (id) => members.get(id) ?? null,
    ...connection,
  });
  return kakao.session;
}
