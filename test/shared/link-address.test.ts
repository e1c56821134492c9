import {expect} from '@open-wc/testing';
import {readLinkAddress} from '../../src/shared/link-address.js';

describe('readLinkAddress', () => {
  const taken: [value: string, link?: string][] = [
    ['/terms'],
    ['/terms?lang=ko#2'],
    ['/a/../terms', '/terms'],
    ['/약관', '/%EC%95%BD%EA%B4%80'],
    [`/${'a'.repeat(2047)}`],
    ['https://shop.example/terms'],
    ['http://shop.example'],
    ['HTTPS://SHOP.example/약관'],
    ['https://terms.example/?q=a%20b#c'],
    ['https://[::1]:3000/'],
  ];
  for (const [value, link = value] of taken) {
    it(`takes ${value.slice(0, 60)}${link === value ? '' : ` as ${link}`}`, () => {
      expect(readLinkAddress(value)).to.equal(link);
    });
  }

  const refused: unknown[] = [
    undefined,
    null,
    7,
    {},
    ['/terms'],
    '',
    'terms',
    './terms',
    '#terms',
    ' /terms',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/terms\0',
    '/..//evil.example',
    '/%2e%2e//evil.example',
    `/${'a'.repeat(2048)}`,
    'https:terms',
    'https:/terms',
    'https:\\\\evil.example',
    'https://',
    'https://?',
    'http://[',
    'https://shop.example:99999/',
    'https://shop.example\\@evil.example',
    'https://shop.example@evil.example/',
    'https://user:secret@shop.example/',
    'https://shop.example/a b',
    'https://shop.example/a\nb',
    ' https://shop.example',
    '\u00a0https://shop.example',
    '\ufeffhttps://shop.example',
    `https://shop.example/${'a'.repeat(2000)}`,
    'ftp://shop.example',
    'file:///etc/passwd',
    'blob:https://shop.example/1',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'kakaotalk://x',
    'intent:#Intent;end;',
  ];
  for (const value of refused) {
    it(`refuses ${JSON.stringify(value ?? null).slice(0, 60)}`, () => {
      expect(readLinkAddress(value)).to.equal(undefined);
    });
  }
});
