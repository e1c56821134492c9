import {expect} from '@open-wc/testing';
import {readLinkAddress} from '../../src/shared/link-address.js';
import {expand} from '../support/expand.js';
import rows from './link-address.json' with {type: 'json'};

describe('readLinkAddress', () => {
  for (const row of rows.taken) {
    const [value, link = value] = row.map(expand) as [string, string?];
    it(`takes ${value.slice(0, 60)}${link === value ? '' : ` as ${link}`}`, () => {
      expect(readLinkAddress(value)).to.equal(link);
    });
  }

  for (const value of [undefined, null, 7, {}, ['/terms'], ...rows.refused.map(expand)]) {
    it(`refuses ${JSON.stringify(value ?? null).slice(0, 60)}`, () => {
      expect(readLinkAddress(value)).to.equal(undefined);
    });
  }
});
