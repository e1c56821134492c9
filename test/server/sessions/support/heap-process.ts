import assert from 'node:assert/strict';
import {createKakaoServer} from '../../../../src/server/index.js';
import {createSite, json, PERSON, sessionCookies, toCookieHeader, toGet, toPost} from '../../support/site.js';

// A process with `--expose-gc` that reads a member's session as often as it is told, and a forged one a quarter as often.
// It prints how much memory is in use after a tenth of the reads and at the end.
const {gc} = globalThis;
const [, , count = ''] = process.argv;
const reads = Number(count);
assert.ok(gc && reads >= 10);

const member = {id: 'm-1', kakaoId: [PERSON]};
const site = await createSite();
const server = createKakaoServer(
  site.options({
    findMember: () => member,
    readMember: () => member,
    onMetric: () => undefined,
    onError: () => undefined,
  }),
);

/** How many bytes are in use that nothing can free. */
async function measure(): Promise<number> {
  for (let times = 0; times < 4; times++) {
    await new Promise(setImmediate);
    gc!();
  }
  return process.memoryUsage().heapUsed;
}

let Cookie = toCookieHeader(await server.session(toPost(site.prepare())));
const ends = {read: 0, refused: 0};
let early = 0;
for (let read = 1; read <= reads; read++) {
  site.clock.time += 1000;
  const answer = await server.session(toGet({Cookie}));
  if (sessionCookies(answer).length > 0) Cookie = toCookieHeader(answer);
  if ((await json(answer))['status'] === 'signed-in') ends.read++;
  if (read % 4 === 0) {
    const forged = Cookie.slice(0, -8) + String(read).padStart(8, '0');
    if ((await json(await server.session(toGet({Cookie: forged}))))['status'] === 'signed-out') ends.refused++;
  }
  if (read === reads / 10) early = await measure();
}
console.log(JSON.stringify({early, end: await measure(), ...ends}));
