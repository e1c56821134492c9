import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {createKakaoEmulator, DEFAULT_APP} from '../../../src/emulator/index.js';

interface ShopOptions {
  readonly tls?: {readonly key: string; readonly cert: string};
  /** Served as the SDK instead of the stand-in. */
  readonly sdkFile?: string | undefined;
  /** Whether the shop gets Kakao's notices. It answers 200 to each. */
  readonly takesNotices?: boolean;
}

/** A shop on a loopback port, and an emulator where the shop is registered. */
export async function openShop({tls, sdkFile, takesNotices = false}: ShopOptions = {}) {
  /** What its front page has: a Content Security Policy, and markup in its head. */
  const front = {csp: '', head: ''};
  const server = createServer(({url}, response) => {
    const {csp, head} = url === '/' ? front : {csp: '', head: ''};
    response.writeHead(200, {'content-type': 'text/html', ...(csp && {'content-security-policy': csp})});
    response.end(`<!doctype html><title>shop</title>${head}<h1>Shop</h1>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const redirectUri = `${origin}/callback`;
  const [rest] = DEFAULT_APP.restApiKeys;
  const [script] = DEFAULT_APP.javascriptKeys;
  const emulator = createKakaoEmulator({
    apps: [
      {
        ...DEFAULT_APP,
        restApiKeys: [{...rest, redirectUris: [redirectUri]}],
        javascriptKeys: [{...script, domains: [origin], redirectUris: [redirectUri]}],
      },
    ],
    ...(sdkFile !== undefined && {sdkFile}),
    ...(takesNotices && {notices: {unlink: `${origin}/unlink`, account: `${origin}/account`}}),
  });
  const listening = await emulator.listen(tls ? {tls} : {});
  return {
    emulator,
    origin,
    redirectUri,
    listening,
    front,
    close: async () => {
      await listening.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
