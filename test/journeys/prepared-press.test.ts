import assert from 'node:assert/strict';
import {beforeEach} from 'node:test';
import {readStateParameter} from '../../src/shared/state-parameter.js';
import {describeJourney, expectSignedIn, START, type JourneyOptions, type Visit} from '../support/journey.js';

const AT = '/long?item=1';
const SITE: JourneyOptions = {
  pages: {
    '/long': {
      body: (attributes) => `<kakao-sync ${attributes}></kakao-sync>
        <p>…</p><kakao-login-button></kakao-login-button>${'<p>…</p>'.repeat(100)}`,
    },
  },
};
const TALK = {device: 'android in KakaoTalk'} as const;

describeJourney('a press whose record is written as the pointer goes down', SITE, ({site, test}) => {
  beforeEach(() => {
    site.attributes['rest-api-key'] = site.restKey;
  });

  /** Where the button is, once a press would find all of its code. */
  async function findButton({page, goTo}: Visit): Promise<{readonly x: number; readonly y: number}> {
    const loaded = page.waitForResponse(/\/leave-part/);
    await goTo(AT);
    await (await loaded).finished();
    const box = await page.getByRole('button', {name: START}).boundingBox();
    assert.ok(box);
    return {x: box.x + box.width / 2, y: box.y + box.height / 2};
  }

  /** The ids of the transactions in cookies, once there are so many. */
  async function readIds({page}: Visit, count: number): Promise<readonly string[]> {
    const ids = await page.waitForFunction((wanted) => {
      const found = document.cookie.match(/(?<=\bks\.)[\w-]{6}(?==)/g) ?? [];
      return found.length === wanted && [...found];
    }, count);
    return ids.jsonValue() as Promise<readonly string[]>;
  }

  const idOf = (address: string | undefined): string | undefined =>
    readStateParameter(new URL(address ?? '').searchParams.get('state') ?? '')?.tx.slice(0, 6);

  test('leaves with it, by the mouse', async (visit) => {
    const {page, traffic, kakao} = visit;
    const {x, y} = await findButton(visit);
    await page.mouse.move(x, y);
    // What the pointer above has begun to make is made.
    await page.evaluate('document.querySelector("kakao-sync").client.prepare()');

    await page.mouse.down();
    const ids = await readIds(visit, 1);
    await page.mouse.up();

    await kakao.signIn('이하늘');
    await expectSignedIn(visit, AT);
    const left = traffic.navigations.filter((address) => address.includes('/oauth/authorize')).map(idOf);
    assert.deepEqual([...new Set(left)], ids);
  });

  test('takes it back where the finger scrolls, and leaves at the next tap', TALK, async (visit) => {
    const {page, context, kakao} = visit;
    const {x, y} = await findButton(visit);
    await page.evaluate('document.querySelector("kakao-sync").client.prepare()');
    const devtools = await context.newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', to = y): Promise<unknown> =>
      devtools.send('Input.dispatchTouchEvent', {type, touchPoints: type === 'touchEnd' ? [] : [{x, y: to}]});

    await touch('touchStart');
    await readIds(visit, 1);
    for (let step = 1; step <= 5; step++) await touch('touchMove', y - step * 30);
    await readIds(visit, 0);
    await touch('touchEnd');
    await page.getByRole('button', {name: START}).tap();

    await kakao.signIn('이하늘');
    await expectSignedIn(visit, AT);
  });

  test('leaves none behind with the page', async (visit) => {
    const {page} = visit;
    const {x, y} = await findButton(visit);
    await page.mouse.move(x, y);
    await page.evaluate('document.querySelector("kakao-sync").client.prepare()');
    await page.mouse.down();
    await readIds(visit, 1);

    await visit.goTo('/');

    await readIds(visit, 0);
  });
});
