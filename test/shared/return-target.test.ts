import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {isSamePage, readReturnTarget, toReturnTarget, withoutBackslashes} from '../../src/shared/return-target.js';
import {Family} from '../support/family.js';
import {expand} from '../support/expand.js';
import rows from './return-target.json' with {type: 'json'};
import {itAlways} from './support/it-always.js';

const ORIGIN = 'https://shop.example';
const RULES = {
  origin: ORIGIN,
  redirectUri: `${ORIGIN}/kakao/callback`,
  endpoint: `${ORIGIN}/api/kakao/session`,
};

describe('readReturnTarget', () => {
  const family = new Family('C4', 'return targets', after);

  for (const row of rows.taken) {
    const [value, target = value] = row.map(expand) as [string, string?];
    it(`C4 takes ${JSON.stringify(value.slice(0, 60))}${target === value ? '' : ` as ${target}`}`, () => {
      expect(readReturnTarget(value, RULES)).to.equal(target);
      family.judge('accepted');
    });
  }

  for (const value of rows.refused.map(expand)) {
    it(`C4 refuses ${JSON.stringify(value.slice(0, 60))}`, () => {
      expect(readReturnTarget(value, RULES)).to.equal(null);
      family.judge('refused');
    });
  }

  const noText: unknown[] = [...rows.noText, {toString: () => '/cart'}, new String('/cart')];
  for (const value of [...noText, undefined, new URL('https://shop.example/cart'), () => '/cart', Symbol('/cart')]) {
    it(`C4 refuses the ${typeof value} ${Object.prototype.toString.call(value)}`, () => {
      expect(readReturnTarget(value, RULES)).to.equal(null);
      family.judge('refused');
    });
  }

  it('leaves addresses of another origin out of its rules', () => {
    const rules = {
      origin: ORIGIN,
      redirectUri: 'https://other.example/cb',
      endpoint: 'https://api.shop.example/session',
    };

    expect(readReturnTarget('/cb?code=1', rules)).to.equal('/cb?code=1');
    expect(readReturnTarget('/session', rules)).to.equal('/session');
  });

  it('needs neither a redirect URI nor an endpoint', () => {
    expect(readReturnTarget('/kakao/callback?code=1', {origin: ORIGIN})).to.equal('/kakao/callback?code=1');
    expect(readReturnTarget('//evil.example', {origin: ORIGIN})).to.equal(null);
  });

  it('works on a port of this machine', () => {
    const rules = {origin: 'http://localhost:3000', endpoint: 'http://localhost:3000/session'};

    expect(readReturnTarget('/cart', rules)).to.equal('/cart');
    expect(readReturnTarget('/session', rules)).to.equal(null);
    expect(readReturnTarget('/session', {...rules, endpoint: 'http://localhost:3001/session'})).to.equal('/session');
  });

  it('refuses everything in a document without an origin', () => {
    expect(readReturnTarget('/cart', {origin: 'null'})).to.equal(null);
  });

  // Most begin as a path does: the rest would be refused for its first character.
  const hostile = fc
    .tuple(fc.constantFrom('', '/', '/', '/a', '/kakao'), fc.array(fc.constantFrom(...rows.pieces), {maxLength: 12}))
    .map(([start, pieces]) => start + pieces.join(''));

  // A page, the root, and a page whose path looks like a host.
  const bases = [`${ORIGIN}/a/b`, `${ORIGIN}/`, `${ORIGIN}//evil.example/`];

  itAlways(
    'gives a target that reads as itself, and leads to no other host from any page, to no endpoint and to no answer',
    fc.property(hostile, (value) => {
      const target = readReturnTarget(value, RULES);
      family.judge(target === null ? 'refused' : 'accepted');
      if (target === null) return;
      expect(readReturnTarget(target, RULES)).to.equal(target);
      expect(target).to.match(/^\/(?![/\\])[^\\\t\n\r\0]*$/);
      for (const base of bases) expect(new URL(target, base).origin).to.equal(ORIGIN);
      const {pathname, searchParams} = new URL(target, ORIGIN);
      expect(pathname).not.to.match(/^\/api\/kakao\/session\/?$/);
      if (/^\/kakao\/callback\/?$/.test(pathname)) {
        expect([...searchParams.keys()]).not.to.include.oneOf(['error', 'state']);
        expect(Math.max(0, ...searchParams.getAll('code').map(({length}) => length))).to.be.at.most(15);
      }
    }),
    50_000,
    family,
  );

  itAlways(
    'keeps every path of plain characters to the letter',
    fc.property(
      fc.stringMatching(/^\/[a-z0-9_~-]{1,20}(\/[a-z0-9]{1,9}){0,3}(\?[a-z=&]{1,20})?(#[a-z]{1,9})?$/),
      (value) => {
        expect(readReturnTarget(value, {origin: ORIGIN})).to.equal(value);
        family.judge('accepted');
      },
    ),
    1000,
    family,
  );
});

describe('isSamePage', () => {
  const nowhere = ['https://shop.example/undefined', undefined, false] as const;
  for (const [url, page, expected] of [...(rows.samePage as [string, string, boolean][]), nowhere]) {
    it(`says ${expected ? 'yes' : 'no'} of ${url} and ${page}`, () => {
      expect(isSamePage(new URL(url), page)).to.equal(expected);
    });
  }
});

describe('toReturnTarget', () => {
  for (const [name, address, kept] of rows.kept as [string, string, string | null][]) {
    it(`keeps ${name}`, () => {
      const target = toReturnTarget(new URL(expand(address), ORIGIN));

      expect(target).to.equal(kept === null ? undefined : expand(kept));
      if (target !== undefined) expect(readReturnTarget(target, RULES)).to.equal(target);
    });
  }
});

describe('withoutBackslashes', () => {
  for (const [address, expected] of [
    ['/cart?q=a\\b#c\\', '/cart?q=a%5Cb#c%5C'],
    ['/cart#\\', '/cart#%5C'],
    ['/\\evil.example?q=\\', '/\\evil.example?q=%5C'],
    ['/cart', '/cart'],
    [undefined, undefined],
    [7, undefined],
  ] as const) {
    it(`makes ${expected} of ${address}`, () => {
      expect(withoutBackslashes(address)).to.equal(expected);
    });
  }
});
