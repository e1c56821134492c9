import {expect} from '@open-wc/testing';
import {toS256} from '../../src/shared/s256.js';

describe('toS256', () => {
  const VECTORS: [string, string, string][] = [
    [
      'the verifier of RFC 7636, appendix B',
      'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    ],
    ['no text at all', '', '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'],
    ['"abc" of FIPS 180-4', 'abc', 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0'],
  ];
  for (const [what, secret, challenge] of VECTORS) {
    it(`hashes ${what}`, async () => {
      expect(await toS256(secret)).to.equal(challenge);
    });
  }
});
