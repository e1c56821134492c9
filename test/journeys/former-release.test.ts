import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {describe} from 'node:test';
import {toMembersPage} from '../support/members-pages.js';
import type {SitePage} from '../support/site-pages.js';
import {
  describeJourney,
  expectEnding,
  expectFailed,
  expectSignedIn,
  type JourneyOptions,
  type Visit,
} from '../support/journey.js';

const ELEMENTS = '<script type="module" src="/scripts/page.js"></script>';
const CLIENT = '<script type="module" src="/scripts/members.js"></script>';
const TALK = 'android in KakaoTalk';
const HEAD = '/kakao-auto-login.min.js';
const FORMER_TAG = '/former/kakao-sync.min.js';
const FORMER_HEAD = '/former/kakao-auto-login.min.js';

const toTag = (src: string, data: string, attributes = ''): string =>
  `<script src="${src}" ${attributes} ${data}></script>`;
const formerTag = (data: string): string => toTag(FORMER_TAG, data);
/** Deferred scripts and modules run in the order in which they stand. */
const lateFormerTag = (data: string): string => toTag(FORMER_TAG, data, 'defer');

/** Its placeholder comes first, so that what the tag has drawn there is what is pressed. */
const ELEMENTS_PAGE: Pick<SitePage, 'body'> = {
  body: (attributes) => `<kakao-sync ${attributes}></kakao-sync>
    <p data-kakao-login></p>
    <kakao-login-button></kakao-login-button>
    <kakao-terms-consent></kakao-terms-consent>
    <kakao-account></kakao-account>`,
};
const TAG_PAGE: Pick<SitePage, 'body'> = {body: () => '<p data-kakao-login></p>'};
const MEMBERS_PAGE: SitePage = toMembersPage();
const CLIENT_PAGE: SitePage = {
  ...MEMBERS_PAGE,
  body: (attributes, nonce) => `<p data-kakao-login></p>${MEMBERS_PAGE.body?.(attributes, nonce) ?? ''}`,
};

/** Two releases on one page: whose client and whose elements the page gets depends on which of them comes first. */
const TOGETHER: Readonly<Record<string, SitePage>> = {
  'the former tag and then elements': {...ELEMENTS_PAGE, scripts: (data) => formerTag(data) + ELEMENTS},
  'elements and then the former tag': {...ELEMENTS_PAGE, scripts: (data) => ELEMENTS + lateFormerTag(data)},
  'the former tag and then a client': {...CLIENT_PAGE, scripts: (data) => formerTag(data) + CLIENT},
  'a client and then the former tag': {...CLIENT_PAGE, scripts: (data) => CLIENT + lateFormerTag(data)},
};

/** One release on the page where a login begins, and another on the page that it comes back to. */
const APART = {
  'the former tag, back to elements': {from: {...TAG_PAGE, scripts: formerTag}, to: {}},
  'elements, back to the former tag': {from: {}, to: {...TAG_PAGE, scripts: formerTag}},
} satisfies Record<string, {from: SitePage; to: SitePage}>;

const AUTO_LOGINS: Readonly<Record<string, SitePage>> = {
  'the former script in head and elements': {scripts: (data) => toTag(FORMER_HEAD, data) + ELEMENTS},
  'the script in head and the former tag': {...TAG_PAGE, scripts: (data) => toTag(HEAD, data) + formerTag(data)},
};

const toSlug = (name: string): string => name.replace(/\W+/g, '-');
const toCallback = (path: string): string => `${path}/callback`;

/** Each page, and its own callback page. */
function toPages(): Record<string, SitePage> {
  const pairs: [path: string, from: SitePage, to: SitePage][] = [
    ...Object.entries({...TOGETHER, ...AUTO_LOGINS}).map(([name, page]): [string, SitePage, SitePage] => [
      `/${toSlug(name)}`,
      page,
      page,
    ]),
    ...Object.entries(APART).map(([name, {from, to}]): [string, SitePage, SitePage] => [`/${toSlug(name)}`, from, to]),
  ];
  return Object.fromEntries(
    pairs.flatMap(([path, from, to]) => {
      const attributes = {'redirect-uri': toCallback(path)};
      return [
        [path, {...from, attributes}],
        [toCallback(path), {...to, attributes}],
      ];
    }),
  );
}

const PAGES = toPages();
const readFormer = (file: string): Promise<Buffer> => readFile(new URL(`former-release/${file}`, import.meta.url));
const FILES = new Map([
  [FORMER_TAG, await readFormer('kakao-sync.min.js')],
  [FORMER_HEAD, await readFormer('kakao-auto-login.min.js')],
]);

const SITE: JourneyOptions = {
  pages: PAGES,
  hosts: ['members.ts'],
  redirectPaths: Object.keys(PAGES).filter((path) => path.endsWith('/callback')),
  see({url}) {
    const file = FILES.get(new URL(url).pathname);
    const headers = {'Content-Type': 'text/javascript; charset=utf-8'};
    return Promise.resolve(file && new Response(new Uint8Array(file), {headers}));
  },
};

describeJourney('beside the former release', SITE, ({site, test}) => {
  /** Two copies on a page are no fault, and neither says that they are. */
  const expectQuietConsole = ({traffic}: Visit): void => {
    assert.deepEqual(traffic.console, []);
  };

  for (const name of Object.keys({...TOGETHER, ...APART})) {
    const at = `/${toSlug(name)}?item=1#total`;

    describe(`with ${name}`, () => {
      test('signs up', async (visit) => {
        await visit.signUpAt(at);

        await expectSignedIn(visit, at, {neighbour: true});
        expectQuietConsole(visit);
      });

      test('tells somebody under 14 that they cannot sign up, once, with a reference', async (visit) => {
        await visit.pressAt(at);
        await visit.kakao.signIn('박어린');

        await expectFailed(visit, at, {code: 'under_age'}, {neighbour: true});
      });

      test('signs up through KakaoTalk by an answer without state', {device: 'android'}, async (visit) => {
        await visit.pressAt(at);
        const address = await visit.traffic.nextAppSwitch();
        site.emulator.openInKakaoTalk(address, {persona: 'new-visitor', includeState: false, afterPolls: 1});

        await expectSignedIn(visit, at, {neighbour: true});
      });
    });
  }

  for (const name of Object.keys(TOGETHER)) {
    test(`signs out, with ${name}`, async (visit) => {
      const at = `/${toSlug(name)}`;
      site.addMember('member');
      await visit.signInAt(at);
      await visit.events.next('kakao-login-success');
      assert.equal(await visit.page.locator('[data-kakao-login] kakao-login-button').count(), 1, 'the tag is here');

      const account = visit.page.locator('kakao-account');
      if ((await account.count()) > 0) await account.getByRole('button').click();
      await visit.press('로그아웃');

      await visit.events.next('kakao-logout');
      await expectEnding(visit, {at, session: 'signed-out', success: [at], posts: 2, tokens: 1, neighbour: true});
      expectQuietConsole(visit);
    });
  }

  for (const name of Object.keys(AUTO_LOGINS)) {
    test(`signs a member in without a press, once, with ${name}`, {device: TALK}, async (visit) => {
      const at = `/${toSlug(name)}?item=1#total`;
      Object.assign(site.attributes, {'rest-api-key': site.restKey, 'auto-login': 'all'});
      site.emulator.signInToKakaoTalk('member');
      site.addMember('member');

      await visit.goTo(at);

      const detail = await expectSignedIn(visit, at, {neighbour: true});
      assert.equal(detail['purpose'], 'auto-login');
      expectQuietConsole(visit);
    });
  }
});
