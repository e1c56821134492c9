import {toCookieHeader, vitestFixtures} from 'kakao-sync-widget/testing';
import {expect, test as base} from 'vitest';
import {createBackend} from './backend.js';

const test = base.extend(vitestFixtures({backend: createBackend}));
const SESSION = 'http://localhost:3000/api/kakao/session';

test('signs a visitor up, and knows the member afterwards', async ({kakao}) => {
  const {answer, body} = await kakao.logIn();
  const headers = {'X-Kakao-Sync': '1', 'Sec-Fetch-Site': 'same-origin', Cookie: toCookieHeader(answer)};
  const session = await kakao.handle(new Request(SESSION, {headers}));

  expect(body).toMatchObject({status: 'signed-in', isNewMember: true});
  expect(await session.json()).toMatchObject({status: 'signed-in', member: {name: '김새봄'}});
});

test('tells what went wrong, and the next login works', async ({kakao}) => {
  kakao.failNextLogin('code_used');

  expect((await kakao.logIn('member')).body).toMatchObject({code: 'code_used'});
  expect((await kakao.logIn('member')).body).toMatchObject({status: 'signed-in'});
});

test('ends a session after two weeks', async ({kakao}) => {
  const {cookie} = await kakao.logIn('member');
  kakao.clock.time += 14 * 24 * 3_600_000;
  const headers = {'X-Kakao-Sync': '1', 'Sec-Fetch-Site': 'same-origin', Cookie: cookie};

  const session = await kakao.handle(new Request(SESSION, {headers}));

  expect(await session.json()).toMatchObject({status: 'signed-out'});
});
