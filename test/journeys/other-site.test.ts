import assert from 'node:assert/strict';
import {openBrowser} from '../support/browser.js';
import {createKakaoHosts} from '../support/kakao-hosts.js';
import {type Site, startSite} from '../support/site.js';
import {describeJourneyAt, type Opened, SESSION_PATH} from '../support/journey.js';

/** Under a public suffix of two labels: only the browser's own list tells that `co.kr` is no site. */
const HOST = 'shop.ondal.co.kr';

async function open(): Promise<Opened<Site>> {
  const {tls, toBrowserArgs} = await createKakaoHosts();
  const site = await startSite({atKakaoHosts: {tls, sdk: {name: 'the stand-in', version: '2.7.9'}, siteHost: HOST}});
  const browser = await openBrowser({args: toBrowserArgs(site.kakaoPort, {'*.co.kr': site.port})});
  return {site, browser};
}

describeJourneyAt('a backend on another host', open, ({site, test}) => {
  for (const host of ['api.ondal.co.kr', 'ondal.co.kr']) {
    test(`of the same site leads to Kakao: ${host}`, async (visit) => {
      site.attributes['endpoint'] = `https://${host}${SESSION_PATH}`;
      await visit.pressAt('/cart');

      await visit.page.waitForURL(/kauth\.kakao\.com/);
      assert.deepEqual(visit.traffic.console, []);
    });
  }

  for (const host of ['api.other.co.kr', 'ondal.kr']) {
    test(`of another site is found by the browser, and nothing leaves: ${host}`, async (visit) => {
      site.attributes['endpoint'] = `https://${host}${SESSION_PATH}`;
      await visit.pressAt('/cart');

      const {detail} = await visit.events.next('kakao-login-error');
      assert.deepEqual({code: detail?.['code'], end: detail?.['end']}, {code: 'config_invalid', end: 'help'});
      await visit.traffic.nextLine('[kakao-sync] config_invalid');
      const [line, ...others] = visit.traffic.console;
      assert.deepEqual(others, []);
      assert.ok(
        line?.startsWith(
          `[kakao-sync] config_invalid ${String(detail?.['ref'])}: endpoint="${host}" must be on the site of ${HOST}`,
        ),
        line,
      );
      assert.deepEqual(await visit.context.cookies(), []);
      assert.deepEqual(
        visit.traffic.toKakao.filter((address) => !address.includes('kakao_js_sdk')),
        [],
      );
    });
  }
});
