import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {createKakaoServer, type CustomerFileSync, type KakaoServer} from '../../../src/server/index.js';
import {createMemoryNoticeStore} from '../support/memory-notice-store.js';
import {toChannelRequest, toUnlinkRequest} from '../support/notices.js';
import {ADMIN_KEY as NOTICE_KEY} from '../support/site.js';
import {ADMIN_KEY, DOMAIN, REDIRECT_URI, REST_KEY, SECRET} from '../../emulator/support/setup.js';
import {CHANNEL, createFileSite, type FileSite, IDS, WITHDRAWALS} from './support/file-site.js';

const APP_ID = '123456';

/** A kit whose hooks take people out of the file. */
function createKit(site: FileSite, sync: CustomerFileSync) {
  const told: string[] = [];
  const kakao = createKakaoServer({
    keys: [{clientId: REST_KEY, secret: SECRET}],
    redirectUris: [REDIRECT_URI],
    allowedOrigins: [DOMAIN],
    sessionKeys: ['customer-files-session-key-0123456789-abcdefghij'],
    findMember: () => null,
    signUp: ({id}) => ({id}),
    readMember: () => null,
    adminKey: ADMIN_KEY,
    // The test's notices come with a key of their own.
    notices: {
      appId: APP_ID,
      adminKeys: [NOTICE_KEY, ADMIN_KEY],
      spool: null,
      createStore: () => createMemoryNoticeStore(() => site.clock.time),
    },
    async onUnlink({kakaoId, eventId}, context) {
      told.push(eventId);
      await sync.remove(kakaoId, context);
    },
    async onChannelChange({kakaoId, event, eventId}, context) {
      told.push(eventId);
      if (event === 'blocked') await sync.remove(kakaoId, context);
    },
    onError: () => undefined,
    fetch: (request) => site.emulator.fetch(request),
    now: () => site.clock.time,
  });
  return {kakao, told};
}

/** A withdrawal, and Kakao's notice of it. */
const NOTICES = {
  unlink: (kakao: KakaoServer) =>
    kakao.notices.unlink(toUnlinkRequest('POST', {app_id: APP_ID, user_id: IDS.bada}, authorize())),
  block: (kakao: KakaoServer) =>
    kakao.notices.channel(
      toChannelRequest({event: 'blocked', id: Number(IDS.bada), channel_public_id: CHANNEL}, authorize()),
    ),
};

function authorize(): Record<string, string> {
  return {Authorization: `KakaoAK ${ADMIN_KEY}`};
}

describe('a notice of a withdrawal', () => {
  for (const kind of ['unlink', 'block'] as const) {
    test(`takes its person out as soon as it is applied (${kind})`, async () => {
      const site = await createFileSite();
      await site.sync.run(site.runOptions);
      const {kakao} = createKit(site, site.sync);
      WITHDRAWALS[kind](site.emulator, 'bada');

      assert.equal((await NOTICES[kind](kakao)).status, 200);
      assert.deepEqual(await kakao.notices.drain(), {applied: 1});

      assert.deepEqual(site.inFile(), [IDS.ara, IDS.chorok]);
      await kakao.notices.stop();
    });

    test(`waits and is applied again if Kakao cannot take its person out (${kind})`, async () => {
      const site = await createFileSite();
      await site.sync.run(site.runOptions);
      const {kakao, told} = createKit(site, site.sync);
      WITHDRAWALS[kind](site.emulator, 'bada');
      let failures = 2;
      site.port.intercept = (step) => {
        if (failures-- <= 0) return step.go();
        assert.ok(site.inFile().includes(IDS.bada));
        return Promise.resolve(Response.json({msg: '', code: -815}, {status: 400}));
      };

      await NOTICES[kind](kakao);
      assert.deepEqual(await kakao.notices.drain(), {applied: 1});

      assert.equal(told.length, 3);
      assert.equal(new Set(told).size, 1);
      assert.deepEqual(site.inFile(), [IDS.ara, IDS.chorok]);
      await kakao.notices.stop();
    });
  }
});
