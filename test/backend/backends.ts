import type {Server} from 'node:http';
import {createAdaptorServer} from '@hono/node-server';
import {createKakaoEmulator, DEFAULT_APP} from '../../src/emulator/index.js';
import {createKakaoServer, type KakaoServer} from '../../src/server/index.js';
import {type Backend, type Carelessness, serve, startBackend} from './careless-backend.js';
import type {Target} from '../../src/doctor/network/target.js';

/** A backend that is up, beside an emulator of its own. */
export interface Stage {
  readonly target: Target;
  close(): Promise<void>;
}

const REST = DEFAULT_APP.restApiKeys[0];
const JAVASCRIPT_KEY = DEFAULT_APP.javascriptKeys[0].key;

/** The server kit on a bare Node server. */
export function startKit(): Promise<Stage> {
  return startBeside({javascriptKey: JAVASCRIPT_KEY}, async (target, clock) => {
    const members = new Map<string, {id: string; name: string}>();
    const accounts = new Map<string, string>();
    let kit: KakaoServer | undefined;
    const server = createAdaptorServer({
      fetch: (request) => {
        const {origin, redirectUri, emulator} = target();
        kit ??= createKakaoServer({
          keys: [
            {clientId: REST.key, secret: REST.clientSecret},
            {clientId: JAVASCRIPT_KEY, exchangeAs: REST.key},
          ],
          redirectUris: [redirectUri],
          allowedOrigins: [origin],
          sessionKeys: ['backend-session-key-0123456789-abcdefghij'],
          adminKey: DEFAULT_APP.adminKey,
          emulator,
          now: () => Date.now() + clock.offset,
          findMember: ({id}) => members.get(accounts.get(id) ?? '') ?? null,
          signUp({id, nickname = ''}) {
            const member = {id: `m-${id}`, name: nickname};
            members.set(member.id, member);
            accounts.set(id, member.id);
            return member;
          },
          readMember(id) {
            const member = members.get(id);
            const theirs = [...accounts].flatMap(([kakaoId, memberId]) => (memberId === id ? [kakaoId] : []));
            return member ? {...member, kakaoId: theirs} : null;
          },
          linkMember: (id, profile) => void accounts.set(profile.id, id),
          onUnlink: ({kakaoId}) => void members.delete(String(accounts.get(kakaoId))),
        });
        return kit.session(request);
      },
    }) as Server;
    return serve(server);
  });
}

/** A backend without the kit, which does all that it must but what `careless` names. */
export function startCareless(careless: Carelessness | null): Promise<Stage> {
  return startBeside({isInProcess: true}, (target, clock) =>
    startBackend(
      () => ({...target(), secret: REST.clientSecret}),
      careless,
      () => Date.now() + clock.offset,
    ),
  );
}

/** How far the clocks of a backend and its Kakao are before ours, in milliseconds. */
interface Clock {
  offset: number;
}

/** Which of the two is up first: the backend's address is in the emulator's settings, and the other way round. */
async function startBeside(
  {javascriptKey, isInProcess = false}: {readonly javascriptKey?: string; readonly isInProcess?: boolean},
  start: (target: () => Target, clock: Clock) => Promise<Backend>,
): Promise<Stage> {
  const known: Target[] = [];
  const clock: Clock = {offset: 0};
  const backend = await start(() => {
    const [target] = known;
    if (!target) throw new Error('The backend is asked before there is an emulator.');
    return target;
  }, clock);
  const origin = backend.url;
  const redirectUri = `${origin}/kakao/callback`;
  const emulator = createKakaoEmulator({
    now: () => Date.now() + clock.offset,
    apps: [
      {
        ...DEFAULT_APP,
        restApiKeys: [{...REST, redirectUris: [redirectUri]}],
        javascriptKeys: [{key: JAVASCRIPT_KEY, domains: [origin], redirectUris: [redirectUri]}],
      },
    ],
  });
  const kakao = isInProcess ? null : await emulator.listen();
  const target: Target = {
    url: `${origin}/api/kakao/session`,
    origin,
    redirectUri,
    clientId: REST.key,
    javascriptKey,
    setClock: (offset) => void (clock.offset = offset),
    emulator: kakao?.url ?? 'http://127.0.0.1:4000',
    ...(!kakao && {fetch: emulator.fetch}),
  };
  known.push(target);
  return {
    target,
    async close() {
      await backend.close();
      await kakao?.close();
    },
  };
}
