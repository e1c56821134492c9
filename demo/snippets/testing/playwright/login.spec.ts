import {expect, test as base} from '@playwright/test';
import {type PlaywrightFixtures, playwrightFixtures} from 'kakao-sync-widget/testing';

const test = base.extend<PlaywrightFixtures>(playwrightFixtures);

test('signs a visitor up', async ({page, kakao}) => {
  await page.goto('/');
  await kakao.logIn();

  await expect(page.locator('#welcome')).toHaveText(/가입을 축하합니다/);
});

test('knows a member', async ({page, kakao}) => {
  await page.goto('/');
  await kakao.logIn('member', page.getByRole('button', {name: '카카오로 시작하기'}));

  await expect(page.locator('#welcome')).toHaveText(/이하늘/);
});

test('goes on after a failure', async ({page, kakao}) => {
  await page.goto('/');
  await kakao.failNextLogin('code_used');
  await kakao.logIn('member');
  await expect(page.getByText('카카오 버튼을 다시 눌러 주세요')).toBeVisible();

  await kakao.logIn('member');
  await expect(page.locator('#welcome')).toHaveText(/이하늘/);
});

test('leaves a visitor alone who turns back', async ({page, kakao}) => {
  await page.goto('/');
  await kakao.cancel();

  await expect(page.locator('#welcome')).toBeEmpty();
});
