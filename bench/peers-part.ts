// Other packages beside this one: what their login page weighs, and how soon a press leaves.
import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {PRESSED_PEERS} from './browser/pages.js';
import {measurePresses, showPresses, type PressRow} from './browser/press.js';
import {startBenchSite} from './browser/site.js';
import {buildChunks, MODULE_ENTRIES, weighChunks} from './chunks.js';
import {definePart} from './part.js';
import {toTable} from './statistics.js';

const FOLDER = join(import.meta.dirname, 'peers');

/** Each login page, and why it cannot be pressed where that is so. */
const PEERS = [
  {name: 'oidc-client-ts', note: ''},
  {name: 'auth0-spa-js', note: ''},
  {name: 'better-auth', note: 'a request to its own backend comes before it leaves'},
  {name: 'liff', note: 'size only: it leaves for LINE’s own addresses'},
  {name: 'react-kakao-login', note: 'size only: it opens a window by Kakao’s first SDK; with React'},
] as const;

interface PeersResult {
  readonly sizes: readonly {
    readonly page: string;
    readonly first: number;
    readonly whole: number;
    readonly note: string;
  }[];
  readonly presses: readonly PressRow[];
}

/** Installs them where they are not, from their own lock file: the package's own installation has none of them. */
function installPeers(): void {
  if (existsSync(join(FOLDER, 'node_modules'))) return;
  const {status} = spawnSync('npm', ['ci', '--ignore-scripts', '--prefix', FOLDER], {
    stdio: ['ignore', process.stderr, process.stderr],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('The peers in bench/peers could not be installed.');
}

export const peersPart = definePart<PeersResult>({
  async run({rounds, getBrowser}) {
    installPeers();
    const pages = [
      {name: 'button and sync', module: MODULE_ENTRIES['button and sync'], note: 'this package'},
      ...PEERS.map(({name, note}) => ({name, module: join(FOLDER, `${name}.js`), note})),
    ];
    const sizes = [];
    for (const {name, module, note} of pages) {
      const {first, whole} = weighChunks(await buildChunks(module));
      sizes.push({page: name, first, whole, note});
    }
    const site = await startBenchSite({hasPeers: true});
    const names = ['location.href', 'element, direct', ...PRESSED_PEERS] as const;
    const presses = await measurePresses(await getBrowser(), site, names, rounds);
    site.close();
    return {sizes, presses};
  },
  show({sizes, presses}) {
    const lines = sizes.map(({page, first, whole, note}) => [page, first, whole, note]);
    return `## Peers: a login page (bytes by brotli, each file by itself, the same build)

${toTable(['page', 'first', 'whole', ''], lines)}

## Peers: press → request at the authorization server (ms: median, quartiles, ratio to a bare \`location.href\`)

${showPresses(presses)}`;
  },
});
