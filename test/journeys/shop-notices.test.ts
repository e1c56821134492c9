import assert from 'node:assert/strict';
import {setImmediate} from 'node:timers/promises';
import {toText} from '../../demo/text/text.js';
import {describeShop, expectText, START, type Visit} from '../support/journey.js';

const {profile, channel, operator} = toText('ko');

describeShop('what Kakao tells the demo shop', {hasFirstMembers: true}, ({site: shop, test}) => {
  async function signIn(visit: Visit): Promise<void> {
    await visit.goTo('/account');
    await visit.press(START);
    await visit.kakao.signIn('이하늘');
    await visit.events.next('kakao-login-success');
    await openAccount(visit);
    await expectText(visit, profile.logout);
  }

  const openAccount = (visit: Visit): Promise<unknown> => visit.page.goto(`${shop.url}/account`);

  /** Presses a button of one of the emulator's pages, and waits until the shop has heard of it. */
  async function pressAtKakao({page}: Visit, path: string, name: string): Promise<void> {
    await page.goto(`${shop.kakao[0]}${path}`);
    await page.getByRole('button', {name}).click();
    await shop.emulator.noticesSent();
    const isDone = async (): Promise<boolean> =>
      /data-waiting>0</.test(await (await fetch(`${shop.url}/operator`)).text());
    while (!(await isDone())) await setImmediate();
  }

  test('of a channel that a member has blocked is on the account page', async (visit) => {
    await signIn(visit);

    await pressAtKakao(visit, '/__emulator', '채널 차단');

    await openAccount(visit);
    await expectText(visit, channel.told('').trim());
    await expectText(visit, channel.relation.blocked);
  });

  test('of an unlink makes it forget the member', async (visit) => {
    await signIn(visit);

    await pressAtKakao(visit, '/connected/app/list', '연결 끊기: 온달');

    await openAccount(visit);
    await expectText(visit, profile.guestTitle);
    await expectText(visit, profile.guestUnlinked);
    await visit.press(START);
    await visit.kakao.agree();
    const {detail} = await visit.events.next('kakao-login-success', 2);
    assert.equal(detail?.['isNewMember'], true);
    await visit.page.goto(`${shop.url}/operator`);
    await expectText(visit, operator.noFailures);
  });

  test('shows the operator a signup that ended on the way back', async (visit) => {
    await visit.context.route('**/api/kakao/session', (route) =>
      route.request().method() === 'POST' ? route.abort() : route.fallback(),
    );
    await visit.goTo('/account');
    await visit.press(START);
    await visit.kakao.signIn('김새봄');
    await visit.kakao.agree();
    await visit.events.next('kakao-login-error');

    await visit.page.goto(`${shop.url}/operator`);

    await expectText(visit, operator.unfinishedCount(1));
  });
});
