import assert from 'node:assert/strict';
import {test} from 'node:test';
import ts from 'typescript';
import {toRoute} from '../../src/frameworks/route.js';
import {read} from './support/package.js';

const ROUTES: readonly [path: string, base: string, route: string | null][] = [
  ['/cart?item=1#total', '', '/cart?item=1#total'],
  ['/', '', '/'],
  ['/shop/cart?item=1#total', '/shop', '/cart?item=1#total'],
  ['/shop', '/shop', '/'],
  ['/shop?item=1', '/shop', '/?item=1'],
  ['/shop#top', '/shop', '/#top'],
  ['/shop/shop', '/shop', '/shop'],
  ['/shopping', '/shop', null],
  ['/', '/shop', null],
  ['/help?from=/shop/cart', '/shop', null],
];

for (const [path, base, route] of ROUTES) {
  test(`KakaoReturn goes to ${route ?? 'no page of the router'} for ${path} below ${base || 'nothing'}`, () => {
    assert.equal(toRoute(path, base), route);
  });
}

for (const [name, imports] of [
  ['react', ['react', './route.js']],
  ['next', ['next/navigation', 'react', './react.js']],
] as const) {
  test(`kakao-sync-widget/${name} is for the browser’s side, and has nothing of the client in it`, () => {
    const text = read(`dist/frameworks/${name}.js`);

    assert.match(text, /^'use client';\n/);
    assert.deepEqual(
      ts.preProcessFile(text).importedFiles.map(({fileName}) => fileName),
      imports,
    );
  });
}
