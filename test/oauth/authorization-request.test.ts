import {expect} from '@open-wc/testing';
import {createTransactionSecrets, toAuthorizeUrl, withOpenId} from '../../src/oauth/authorization-request.js';
import {isRandomToken} from '../../src/shared/encoding/random.js';
import {toS256} from '../../src/shared/encoding/hashes.js';
import rows from './authorization-request.json' with {type: 'json'};

const KAKAO = 'https://kauth.kakao.com';
const REQUEST = rows.request;
const REQUIRED = [
  ['client_id', REQUEST.clientId],
  ['code_challenge', REQUEST.codeChallenge],
  ['code_challenge_method', 'S256'],
  ['nonce', REQUEST.nonce],
  ['redirect_uri', REQUEST.redirectUri],
  ['response_type', 'code'],
  ['state', REQUEST.state],
];

function readParameters(url: string): [string, string][] {
  return [...new URL(url).searchParams].sort(([one], [other]) => (one < other ? -1 : 1));
}

describe('createTransactionSecrets', () => {
  it('gives three secrets of 256 bits, and of two what Kakao may see', async () => {
    const {tx, nonceSecret, nonce, codeVerifier, codeChallenge} = await createTransactionSecrets();

    for (const secret of [tx, nonceSecret, codeVerifier]) expect(isRandomToken(secret)).to.equal(true);
    expect(new Set([tx, nonceSecret, codeVerifier, nonce, codeChallenge]).size).to.equal(5);
    expect(nonce).to.equal(await toS256(nonceSecret));
    expect(codeChallenge).to.equal(await toS256(codeVerifier));
  });

  it('gives others each time', async () => {
    const all = await Promise.all(Array.from({length: 50}, createTransactionSecrets));

    expect(new Set(all.flatMap((secrets) => Object.values(secrets) as string[])).size).to.equal(250);
  });
});

describe('toAuthorizeUrl', () => {
  for (const issuer of [KAKAO, 'http://127.0.0.1:4000']) {
    it(`leads to the authorization endpoint of ${issuer}`, () => {
      const url = new URL(toAuthorizeUrl(issuer, REQUEST));

      expect([url.origin + url.pathname, url.hash]).to.deep.equal([`${issuer}/oauth/authorize`, '']);
    });
  }

  it('carries PKCE and the parameters of a request, and no other', () => {
    expect(readParameters(toAuthorizeUrl(KAKAO, REQUEST))).to.deep.equal(REQUIRED);
  });

  const OPTIONAL = rows.optional as [string, string, string][];
  for (const [property, parameter, value] of OPTIONAL) {
    it(`carries ${property} as ${parameter}`, () => {
      const parameters = readParameters(toAuthorizeUrl(KAKAO, {...REQUEST, [property]: value}));

      expect(parameters.filter(([name]) => name === parameter)).to.deep.equal([[parameter, value]]);
      expect(parameters).to.have.length(REQUIRED.length + 1);
    });
  }

  it('carries no empty parameter', () => {
    const empty = Object.fromEntries(OPTIONAL.map(([property]) => [property, '']));

    expect(readParameters(toAuthorizeUrl(KAKAO, {...REQUEST, ...empty}))).to.deep.equal(REQUIRED);
  });

  for (const loginHint of rows.hostile) {
    it(`keeps ${JSON.stringify(loginHint)} in its own parameter`, () => {
      const url = toAuthorizeUrl(KAKAO, {...REQUEST, loginHint});

      expect(readParameters(url).filter(([name]) => name !== 'login_hint')).to.deep.equal(REQUIRED);
      expect(new URL(url).searchParams.getAll('login_hint')).to.deep.equal([loginHint]);
    });
  }
});

describe('withOpenId', () => {
  for (const [scope, expected] of rows.scopes as [string, string][]) {
    it(`makes ${JSON.stringify(expected)} of ${JSON.stringify(scope)}`, () => {
      expect(withOpenId(scope)).to.equal(expected);
    });
  }
});
