import {createSigningKeys} from '../../server/kakao/signing-keys.js';
import {readJsonObject} from '../../server/kakao/http.js';
import {find, type Finding} from '../base/finding.js';
import {isLoopback} from '../../shared/loopback.js';
import type {Network, Reply} from '../network/network.js';

/** How far this machine's clock may be from Kakao's: ID tokens are for an age that is counted in minutes. */
const MAX_OFFSET = 60;

/** Asks Kakao for what it tells everybody: its settings, its public keys, the time. Nobody else is asked if it is away. */
export async function probeKakao(network: Network, now = Date.now): Promise<readonly Finding[]> {
  const where = `${network.kakaoOrigin}/.well-known/openid-configuration`;
  const discovery = await network.askKakao('/.well-known/openid-configuration');
  if (typeof discovery === 'string') return [find('kakao_unreached', network.kakaoOrigin)];
  const metadata = discovery.status === 200 ? readJsonObject(discovery.text) : null;
  const isRight =
    metadata?.['issuer'] === network.kakaoOrigin &&
    metadata['jwks_uri'] === `${network.kakaoOrigin}/.well-known/jwks.json`;
  return [
    ...(isRight ? [] : [find('discovery_odd', where, {status: `${discovery.status}`})]),
    ...(await probeSigningKeys(network)),
    ...probeClock(discovery, network, now),
  ];
}

/** By the kit's own reading of them. */
async function probeSigningKeys(network: Network): Promise<readonly Finding[]> {
  const path = '/.well-known/jwks.json';
  const ask = async (): Promise<Response> => {
    const reply = await network.askKakao(path);
    if (typeof reply === 'string') throw new Error(reply);
    return new Response(reply.text, {status: reply.status});
  };
  try {
    await createSigningKeys(ask, network.kakaoOrigin + path, Date.now).read();
    return [];
  } catch {
    return [find('signing_keys_odd', network.kakaoOrigin + path)];
  }
}

function probeClock({headers}: Reply, network: Network, now: () => number): readonly Finding[] {
  // An emulator has the time of this machine, or a time of its own making.
  if (isLoopback(network.kakaoOrigin)) return [];
  const seconds = Math.round((now() - Date.parse(headers.get('date') ?? '')) / 1000);
  if (Number.isNaN(seconds)) return [find('clock_unknown', network.kakaoOrigin)];
  if (Math.abs(seconds) <= MAX_OFFSET) return [];
  return [find(seconds > 0 ? 'clock_fast' : 'clock_slow', network.kakaoOrigin, {seconds: `${Math.abs(seconds)}`})];
}
