import {expect} from '@open-wc/testing';
import {toS256} from '../../src/shared/encoding/hashes.js';

describe('toS256', () => {
  // The verifier of RFC 7636, appendix B, no text at all, and the text of FIPS 180-4.
  for (const [secret, challenge] of [
    ['dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'],
    ['', '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'],
    ['abc', 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0'],
  ] as const) {
    it(`hashes "${secret}"`, async () => {
      expect(await toS256(secret)).to.equal(challenge);
    });
  }
});
