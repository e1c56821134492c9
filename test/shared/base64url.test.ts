import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {fromBase64url, textFromBase64url, textToBase64url, toBase64url} from '../../src/shared/encoding/base64url.js';
import rows from './base64url.json' with {type: 'json'};
import {anyText, itAlways} from './support/it-always.js';

describe('toBase64url', () => {
  for (const [text, encoded] of rows.vectors as [string, string][]) {
    it(`writes RFC 4648's "${text}" as "${encoded}", without padding`, () => {
      expect(toBase64url(new TextEncoder().encode(text))).to.equal(encoded);
    });
  }

  it('writes - and _ where plain base64 has + and /', () => {
    expect(toBase64url(Uint8Array.of(0xfb, 0xef, 0xff))).to.equal('--__');
  });
});

describe('fromBase64url', () => {
  itAlways(
    'gives back any bytes that were written',
    fc.property(fc.uint8Array({maxLength: 300}), (bytes) => {
      expect(fromBase64url(toBase64url(bytes))).to.deep.equal(bytes);
    }),
    2000,
  );

  itAlways(
    'reads a text only where writing its bytes gives the same text',
    fc.property(fc.string({unit: fc.constantFrom(...Array.from('AQgwZz019-_=+/ \n.é')), maxLength: 9}), (text) => {
      const bytes = fromBase64url(text);
      expect(bytes === null || toBase64url(bytes) === text).to.equal(true);
    }),
    5000,
  );

  for (const [what, text] of Object.entries(rows.refused)) {
    it(`refuses ${what}`, () => {
      expect(fromBase64url(text)).to.equal(null);
    });
  }

  it('reads exactly one of the 16 last characters that decode to the same byte', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

    const read = Array.from(alphabet).filter((character) => fromBase64url(`Z${character}`) !== null);

    expect(read).to.deep.equal(['A', 'Q', 'g', 'w']);
  });
});

describe('textToBase64url and textFromBase64url', () => {
  for (const text of ['', '/shop?q=1#top', '카카오 로그인', '日本語', '👩‍👩‍👧', '\ufeffwith a mark', '\0', '<b>&"\'']) {
    it(`carry ${JSON.stringify(text)}`, () => {
      expect(textFromBase64url(textToBase64url(text))).to.equal(text);
    });
  }

  itAlways(
    'carry any text of whole characters',
    fc.property(anyText(60), (text) => {
      expect(textFromBase64url(textToBase64url(text))).to.equal(text);
    }),
    2000,
  );

  it('write a lone surrogate as a replacement character', () => {
    expect(textFromBase64url(textToBase64url('a\ud800b'))).to.equal('a\ufffdb');
  });

  for (const [what, bytes] of Object.entries(rows.notUtf8)) {
    it(`refuse ${what}`, () => {
      expect(textFromBase64url(toBase64url(Uint8Array.from(bytes)))).to.equal(null);
    });
  }

  it('refuse what is no base64url', () => {
    expect(textFromBase64url('a b')).to.equal(null);
  });
});
