import {createKakaoServer} from '../../../../src/server/index.js';
import {openNotices} from '../../../../src/server/notices/store/index.js';
import {KIT_OPTIONS} from '../../support/over-sockets.js';

/** What the test sends: whose access token is wanted. */
export type TokenRequest = string;
/** What it is told: that the process is ready, or the token; the code of an error. */
export type TokenAnswer = 'ready' | {readonly accessToken: string} | {readonly code: string};

/** What each process of the site keeps tokens with. */
export const TOKEN_KEY = 'processes-token-key-0123456789-abcdefghij';

/** A kit of the site. */
export const createKit = (database: string, kakao: string, now: () => number) =>
  createKakaoServer({
    ...KIT_OPTIONS,
    emulator: kakao,
    adminKey: 'unused',
    now,
    findMember: ({id}) => ({id}),
    signUp: ({id}) => ({id}),
    readMember: (id) => ({id}),
    onUnlink: () => undefined,
    onError: (report) => console.error(report),
    notices: openNotices({appId: '1', adminKeys: ['unused'], store: database}),
    keepTokens: {tokenKeys: [TOKEN_KEY]},
  });

// A process of the site that gives tokens until it is killed.
const [, , database = '', kakao = '', ahead = ''] = process.argv;
if (process.send && ahead !== '') {
  const {api} = createKit(database, kakao, () => Date.now() + Number(ahead));
  const answer = (message: TokenAnswer): void => void process.send?.(message);
  process.on('message', (kakaoId: TokenRequest) => {
    api.accessToken(kakaoId).then(
      (accessToken) => answer({accessToken}),
      (error: unknown) => answer({code: (error as {code?: string}).code ?? String(error)}),
    );
  });
  process.on('disconnect', () => process.exit());
  // The store is open by then: nobody is kept.
  await api.accessToken('1').catch(() => undefined);
  answer('ready');
}
