import type {SignatureKind} from '../base/signature.js';

/** An object of JSON that is about to be sent. */
type Claims = Record<string, unknown>;

const DAY = 24 * 3600;

interface SetMutationRow {
  /** Changes the claims of the security event token. */
  readonly claims?: (claims: Claims, values: {readonly now: number}) => void;
  readonly header?: (header: Claims) => void;
  readonly signature?: SignatureKind;
  /** Changes the body of the request. */
  readonly body?: (token: string) => string;
  /** Replaces the content type of the request. */
  readonly contentType?: string;
}

/**
 * Each row makes one mistake, or uses one freedom, in a security event token or in the request that carries it. Rows with
 * the names of the OpenID conformance suite do what the provider does in its back-channel logout tests; `ktl-` rows are our
 * own (RFC 8417, RFC 8935).
 */
const ROWS = {
  'rp-backchannel-rpinitlogout-alg-none': {header: (header) => (header['alg'] = 'none'), signature: 'none'},
  'rp-backchannel-rpinitlogout-wrong-alg': {
    header: (header) => (header['alg'] = 'HS256'),
    signature: 'hs256-public-key',
  },
  'ktl-set-es256': {header: (header) => (header['alg'] = 'ES256'), signature: 'es256'},
  'ktl-set-ps256': {header: (header) => (header['alg'] = 'PS256'), signature: 'ps256'},
  'rp-backchannel-rpinitlogout-wrong-aud': {claims: (claims) => (claims['aud'] = `${String(claims['aud'])}1`)},
  'ktl-set-aud-missing': {claims: (claims) => delete claims['aud']},
  'rp-backchannel-rpinitlogout-wrong-iss': {claims: (claims) => (claims['iss'] = `${String(claims['iss'])}1`)},
  'rp-backchannel-rpinitlogout-no-event': {claims: (claims) => delete claims['events']},
  'ktl-set-events-null': {claims: (claims) => (claims['events'] = null)},
  'ktl-set-events-array': {claims: (claims) => (claims['events'] = [])},
  'ktl-set-events-empty': {claims: (claims) => (claims['events'] = {})},
  'ktl-set-events-text': {claims: (claims) => (claims['events'] = 'user-unlinked')},
  'rp-backchannel-rpinitlogout-wrong-event': {
    claims: (claims) => (claims['events'] = {'https://schemas.example/unknown': Object.values(toEvents(claims))[0]}),
  },
  'ktl-set-two-events': {
    claims: (claims) =>
      (claims['events'] = {
        ...toEvents(claims),
        'https://schemas.openid.net/secevent/risc/event-type/account-purged': Object.values(toEvents(claims))[0],
      }),
  },
  'rp-backchannel-rpinitlogout-with-nonce': {claims: (claims) => (claims['nonce'] = 'nonce')},
  'ktl-set-typ-jwt': {header: (header) => (header['typ'] = 'JWT')},
  'ktl-set-typ-missing': {header: (header) => delete header['typ']},
  'ktl-set-typ-case': {header: (header) => (header['typ'] = 'SecEvent+JWT')},
  'ktl-set-typ-application': {header: (header) => (header['typ'] = 'application/secevent+jwt')},
  'ktl-set-jti-missing': {claims: (claims) => delete claims['jti']},
  'ktl-set-jti-empty': {claims: (claims) => (claims['jti'] = '')},
  'ktl-set-jti-number': {claims: (claims) => (claims['jti'] = 1)},
  'ktl-set-jti-1mb': {claims: (claims) => (claims['jti'] = 'j'.repeat(1 << 20))},
  'ktl-set-subject-missing': {claims: (claims) => changeSubject(claims, () => undefined)},
  'ktl-set-subject-mismatch': {claims: (claims) => changeSubject(claims, (subject) => ({...subject, sub: '1'}))},
  'ktl-set-subject-number': {
    claims: (claims) => changeSubject(claims, (subject) => ({...subject, sub: Number(subject['sub'])})),
  },
  'ktl-set-subject-proto': {
    claims: (claims) => {
      claims['sub'] = '__proto__';
      changeSubject(claims, (subject) => ({...subject, sub: '__proto__'}));
    },
  },
  'ktl-set-subject-other-iss': {
    claims: (claims) => changeSubject(claims, (subject) => ({...subject, iss: 'https://evil.example'})),
  },
  'ktl-set-sub-missing': {claims: (claims) => delete claims['sub']},
  'ktl-set-iat-old': {claims: (claims, {now}) => (claims['iat'] = now - 365 * DAY)},
  'ktl-set-iat-future': {claims: (claims, {now}) => (claims['iat'] = now + DAY)},
  'ktl-set-iat-missing': {claims: (claims) => delete claims['iat']},
  'ktl-set-iat-text': {claims: (claims) => (claims['iat'] = String(claims['iat']))},
  'ktl-set-toe-future': {claims: (claims, {now}) => (claims['toe'] = now + DAY)},
  'ktl-set-exp-past': {claims: (claims, {now}) => (claims['exp'] = now - 360)},
  'ktl-set-other-key': {signature: 'other-key'},
  'ktl-set-unknown-kid': {header: (header) => (header['kid'] = 'unknown'), signature: 'other-key'},
  'ktl-set-kid-missing': {header: (header) => delete header['kid']},
  'ktl-set-embedded-jwk-signs': {signature: 'embedded-key'},
  'ktl-set-sig-changed': {signature: 'changed'},
  'ktl-set-sig-empty': {signature: 'empty'},
  'ktl-set-crit': {header: (header) => Object.assign(header, {crit: ['emulator'], emulator: true})},
  'ktl-set-last-character': {body: changeLastCharacter},
  'ktl-set-blank-before': {body: (token) => ` ${token}`},
  'ktl-set-blank-inside': {body: (token) => token.replace('.', ' .')},
  'ktl-set-newline': {body: (token) => `${token}\n`},
  'ktl-set-body-empty': {body: () => ''},
  'ktl-set-two-parts': {body: (token) => token.slice(0, token.lastIndexOf('.'))},
  'ktl-set-five-parts': {body: (token) => `${token}.e30.e30`},
  'ktl-set-json-body': {body: (token) => JSON.stringify({set: token})},
  'ktl-set-form-body': {
    body: (token) => `set=${token}`,
    contentType: 'application/x-www-form-urlencoded',
  },
  'ktl-set-17kib': {claims: (claims) => (claims['padding'] = 'x'.repeat(17 * 1024))},
  'ktl-set-content-type': {contentType: 'application/jwt'},
  'ktl-set-content-type-case': {contentType: 'Application/SecEvent+JWT; charset=utf-8'},
} satisfies Record<string, SetMutationRow>;

/** The name of a mistake in an account event. */
export type SetMutation = keyof typeof ROWS;

/** All names, for tests that go through every mistake. */
export const SET_MUTATIONS = Object.keys(ROWS) as SetMutation[];

export function isSetMutation(name: string): name is SetMutation {
  return Object.prototype.hasOwnProperty.call(ROWS, name);
}

export function getSetMutation(name: SetMutation): SetMutationRow {
  return ROWS[name];
}

function toEvents(claims: Claims): Record<string, Claims> {
  return claims['events'] as Record<string, Claims>;
}

function changeSubject(claims: Claims, change: (subject: Claims) => Claims | undefined): void {
  const changed = Object.entries(toEvents(claims)).map(([uri, event]) => [
    uri,
    {...event, subject: change(event['subject'] as Claims)},
  ]);
  claims['events'] = Object.fromEntries(changed);
}

/** The last character of a 2048-bit signature has four bits that no decoder reads. */
function changeLastCharacter(token: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return token.slice(0, -1) + (alphabet[alphabet.indexOf(token.slice(-1)) ^ 1] ?? '');
}
