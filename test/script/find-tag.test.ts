import {expect} from '@open-wc/testing';
import {getPageRegistry} from '../../src/client/page/page-registry.js';
import {forgetPage} from '../elements/support/page.js';
import {findOwnTag} from '../../src/script/tag/find-tag.js';

const APP = 'data-app-key="0123456789abcdef0123456789abcdef"';

/** Where the document does not say which script runs: modules, and texts that are evaluated later. */
const ROWS: readonly (readonly [what: string, markup: string, id: string | null])[] = [
  ['a module', `<script id="own" type="module/x" ${APP}></script>`, 'own'],
  [
    'one that an optimiser has renamed',
    `<script id="own" type="text/rocketscript" src="/x.js" ${APP}></script>`,
    'own',
  ],
  [
    'the tag beside the one for the head',
    `<script src="/kakao-auto-login.min.js" ${APP}></script><script id="own" type="x" ${APP} data-endpoint="/a"></script>`,
    'own',
  ],
  ['one that stands there twice', `<script id="own" type="x" ${APP}></script><script type="x" ${APP}></script>`, 'own'],
  [
    'two that say different things',
    `<script type="x" ${APP}></script><script type="x" ${APP} data-endpoint="/a"></script>`,
    null,
  ],
  ['none with a key', '<script type="x" src="/kakao-sync.min.js"></script>', null],
  ['an element that is no script', `<div ${APP}></div>`, null],
];

describe('findOwnTag', () => {
  const holder = document.createElement('div');
  before(() => document.body.append(holder));
  after(() => holder.remove());

  for (const [what, markup, id] of ROWS) {
    it(`${id === null ? 'finds nothing of' : 'finds'} ${what}`, () => {
      holder.innerHTML = markup;

      expect(findOwnTag(null)?.id ?? null).to.equal(id);
    });
  }

  it('is the one that runs, if it says something', () => {
    holder.innerHTML = `<script type="x" ${APP}></script><script type="x" id="own" ${APP} data-endpoint="/a"></script>`;
    const own = holder.querySelector<HTMLScriptElement>('#own')!;

    expect(findOwnTag(own)).to.equal(own);
  });

  it('is the one that runs though it says nothing, beside an entry for the head under any name', () => {
    holder.innerHTML = `<script type="x" src="/renamed.js" ${APP}></script><script type="x" id="own"></script>`;
    const own = holder.querySelector<HTMLScriptElement>('#own')!;
    getPageRegistry().preset = {};

    expect(findOwnTag(own)).to.equal(own);
    forgetPage();
  });

  it('is the one with a key, if the one that runs holds the texts of many', () => {
    holder.innerHTML = `<script type="x" id="bundle"></script><script type="x" id="own" ${APP}></script>`;

    expect(findOwnTag(holder.querySelector<HTMLScriptElement>('#bundle'))?.id).to.equal('own');
  });
});
