import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {toTermAddress} from '../../demo/terms.js';

describe('the address of a term', () => {
  for (const [url, address] of [
    [undefined, '/terms#term-new'],
    ['https://example.com/new', 'https://example.com/new'],
    ['HTTPS://example.com/new', 'https://example.com/new'],
    ['https:example.com', 'https://example.com/'],
    [' https://example.com/new', 'https://example.com/new'],
    ['mailto:shop@example.com', '/terms#term-new'],
  ] as const) {
    it(`is ${address} for ${JSON.stringify(url)}`, () => {
      assert.equal(toTermAddress({tag: 'new', ...(url !== undefined && {url})}), address);
    });
  }
});
