import type {KakaoServer} from 'kakao-sync-widget/server';

/**
 * A kit that is created again if the app's terms have changed. A real shop lists its terms where it creates the kit, and
 * restarts its server to add one. The demo's terms are added on the emulator's page while the shop runs.
 */
export function createCurrentKakao<Given>(read: () => Given, create: (given: Given) => KakaoServer): KakaoServer {
  let given = read();
  let kit = create(given);
  const toCurrent = (): KakaoServer => {
    const now = read();
    if (now !== given) [kit, given] = [create(now), now];
    return kit;
  };
  return {
    session: (request) => toCurrent().session(request),
    callback: (request) => toCurrent().callback(request),
    get notices() {
      return toCurrent().notices;
    },
    get api() {
      return toCurrent().api;
    },
    readSession: (request) => toCurrent().readSession(request),
    readPending: (request, action) => toCurrent().readPending(request, action),
    signIn: (request, member, options) => toCurrent().signIn(request, member, options),
    check: () => toCurrent().check(),
  };
}
