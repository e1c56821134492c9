import {createKakaoEmulator, type KakaoEmulator} from 'kakao-sync-widget/emulator';

const SHOP = 'http://localhost:3000';

/** An emulator that hands its notices to your routes, `app.fetch` of Hono, without a port. */
export function createEmulator(fetchApp: (request: Request) => Promise<Response>): KakaoEmulator {
  return createKakaoEmulator({
    notices: {
      unlink: `${SHOP}/kakao/notices/unlink`,
      channel: `${SHOP}/kakao/notices/channel`,
      account: `${SHOP}/kakao/notices/account`,
      issuer: 'http://127.0.0.1:4000', // the `emulator` of your createKakaoServer
      resend: {times: 3},
      fetch: fetchApp, // leave it out for the network
    },
  });
}

/** Has somebody unlink in the Kakao account, and waits until your routes have answered. */
export async function unlink(emulator: KakaoEmulator, persona: string): Promise<[event: string, status: unknown][]> {
  emulator.account(persona).unlink(); // sends UNLINK_FROM_APPS and the account event user-unlinked
  emulator.notify({kind: 'account', event: 'tokens-revoked', persona, times: 3, parallel: true});
  await emulator.noticesSent();
  return emulator.notices.map(({event, attempts}) => [event, attempts.map(({status}) => status)]);
}
