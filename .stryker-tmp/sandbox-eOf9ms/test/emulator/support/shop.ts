import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {createKakaoEmulator, DEFAULT_APP} from '../../../src/emulator/index.js';

/** A shop's two pages on a loopback port, and an emulator where the shop is registered. */
export async function openShop({
  csp,
  tls,
}: {readonly csp?: (emulator: string) => string; readonly tls?: {readonly key: string; readonly cert: string}} = {}) {
  let policy = '';
  const server = createServer((_request, response) => {
    response.writeHead(200, {'content-type': 'text/html', ...(policy && {'content-security-policy': policy})});
    response.end('<!doctype html><title>shop</title><h1>Shop</h1>');
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
  });
  const listening = await emulator.listen(tls ? {tls} : {});
  policy = csp?.(listening.url) ?? '';
  return {
    emulator,
    origin,
    redirectUri,
    listening,
    close: async () => {
      await listening.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
