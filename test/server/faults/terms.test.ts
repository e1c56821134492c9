import assert from 'node:assert/strict';
import type {Fault} from '../../../src/emulator/index.js';
import type {ConnectionFault} from '../../support/faulty-proxy.js';
import {CANARY, expectAnswer} from '../support/invariants.js';
import {describeSite, type SocketSite, testKit} from '../support/over-sockets.js';
import {json} from '../support/site.js';

describeSite('Kakao’s terms', (site) => {
  /** Nobody is kept out, and the site is told once. */
  const expectNoTerms = async (login: ReturnType<SocketSite['prepare']>, response: Response): Promise<void> => {
    assert.equal('missingTerms' in (await json(response.clone())), false);
    assert.equal(site.reports.length, 1);
    await expectAnswer(site, login, response, {end: 'signed-in', tokens: 1, users: 1});
    const next = site.prepare();
    const answer = await site.post(next);
    assert.ok('missingTerms' in (await json(answer.clone())));
    await expectAnswer(site, next, answer, {end: 'signed-in', tokens: 2, users: 2});
  };

  const faults: readonly Fault[] = [
    {status: 500, body: `${CANARY}body`},
    {status: 429},
    {status: 200, body: `<h1>${CANARY}body`},
    {code: -401},
    {code: -3},
    {code: -7},
  ];
  for (const fault of faults) {
    testKit('F77', `that are ${JSON.stringify(fault)} keep nobody out`, async () => {
      const login = site.prepare();
      site.emulator.failNext('terms', fault);

      await expectNoTerms(login, await site.post(login));
    });
  }

  const brokenConnections: readonly ConnectionFault[] = ['reset', 'reset-mid-body', 'end-mid-body', 'no-http'];
  for (const fault of brokenConnections) {
    testKit('F77', `that come by a connection that ends in ${fault} keep nobody out`, async () => {
      const login = site.prepare();
      const isDone = site.proxy.failNext('/v2/user/service_terms', fault);

      const [response] = await Promise.all([site.post(login), isDone]);

      await expectNoTerms(login, response);
    });
  }
});
