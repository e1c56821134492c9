import assert from 'node:assert/strict';
import {createKakaoVisitor, type KakaoVisitor, LOGIN_FAILURES, type LoginFailureCode} from 'kakao-sync-widget/testing';
import {describeJourney, type Visit} from '../../support/journey.js';
import {runAlone} from '../../testing/support/run-alone.js';

const BODY = (attributes: string): string => `<kakao-sync ${attributes}></kakao-sync>
  <p id="welcome" role="status"></p>
  <kakao-login-button><a href="/login">카카오로 시작하기</a></kakao-login-button>`;
const PAGES = {'/': {body: BODY, scripts: () => '<script type="module" src="/scripts/welcome.js"></script>'}};

describeJourney(
  'kakao-sync-widget/testing in a browser',
  {hosts: ['welcome'], pages: PAGES},
  ({site, test, openVisit}) => {
    const toVisitor = ({page}: Visit): KakaoVisitor => createKakaoVisitor(page, {emulator: String(site.kakao[0])});

    test('signs up somebody new each time', async (visit) => {
      await using other = await openVisit();
      for (const visitor of [visit, other]) {
        await visitor.goTo('/');
        await toVisitor(visitor).logIn();

        const {detail} = await visitor.events.next('kakao-login-success');
        assert.equal(detail?.['isNewMember'], true);
      }
    });

    test('logs a member in who is asked for nothing, by a button of the test’s choice', async (visit) => {
      await visit.goTo('/');
      await toVisitor(visit).logIn('member', visit.page.getByRole('button', {name: '카카오로 시작하기'}));

      await visit.events.next('kakao-login-success');
      assert.equal(new URL(visit.page.url()).pathname, '/');
    });

    test('agrees to what is missing', async (visit) => {
      site.emulator.app().addTerm({tag: 'rules-2027', title: 'Rules of 2027', required: true});
      site.attributes['service-terms'] = 'rules-2027';
      await visit.goTo('/');
      await toVisitor(visit).logIn('member');

      await visit.events.next('kakao-login-success');
      assert.ok(site.emulator.account('member').terms.includes('rules-2027'));
    });

    test('turns back', async (visit) => {
      await visit.goTo('/');
      await toVisitor(visit).cancel();

      await visit.events.next('kakao-login-cancel');
      assert.equal(site.backend.posts.length, 0);
    });

    for (const code of Object.keys(LOGIN_FAILURES) as LoginFailureCode[]) {
      test(`lets one login fail with ${code}`, async (visit) => {
        const kakao = toVisitor(visit);
        await visit.goTo('/');
        await kakao.failNextLogin(code);
        await kakao.logIn('member');

        const {detail} = await visit.events.next('kakao-login-error');
        assert.equal(detail?.['code'], code);
        site.emulator.expectNoPlannedFailures();
      });
    }

    test('says who is not there, what Kakao shows instead, and what the emulator refuses', async (visit) => {
      const kakao = toVisitor(visit);
      await visit.goTo('/');
      await assert.rejects(kakao.logIn('no"body\\'), /no person "no"body\\" in the emulator/);

      site.emulator.failNext('authorize', {koe: 'KOE006'});
      await visit.goTo('/');
      await assert.rejects(kakao.logIn('member'), /another page than its login: .*KOE006/);
      await assert.rejects(kakao.failNextLogin('under_age' as 'code_used'), /Known: code_used/);
    });

    test('says how to start an emulator that is not there', async (visit) => {
      const kakao = createKakaoVisitor(visit.page, {emulator: 'http://127.0.0.1:1'});

      await assert.rejects(
        kakao.failNextLogin('code_used'),
        /No emulator answers at http:\/\/127\.0\.0\.1:1\. Start it/,
      );
    });

    test('runs the documents’ tests in Playwright', async () => {
      const {code, output} = await runAlone(
        ['node_modules/@playwright/test/cli.js', 'test', '--config', 'test/journeys/testing/runner.config.ts'],
        {SITE: site.url, EMULATOR: String(site.kakao[0])},
      );

      assert.equal(code, 0, output);
      const {stats} = JSON.parse(output.slice(output.indexOf('{'))) as {stats: Record<string, number>};
      assert.deepEqual([stats['expected'], stats['unexpected'], stats['skipped'], stats['flaky']], [4, 0, 0, 0]);
    });
  },
);
