import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import type {CustomerFileMember, KakaoApiError} from '../../../src/server/index.js';
import {addPerson, createFileSite, type FileSite, type FileSiteSetup, IDS} from './support/file-site.js';

describe('people whom Kakao does not take in', () => {
  const PEOPLE = Array.from({length: 7}, (_, index) => `42000000${11 + index}`);
  const BAD = PEOPLE[4]!;
  const refuse = (code: number) => (): Promise<Response> =>
    Promise.resolve(Response.json({msg: `no ${BAD}`, code}, {status: 400}));

  /** A run in which Kakao refuses each request that names somebody of these. */
  async function run(
    fail: () => Promise<Response>,
    bad: readonly string[] = [BAD],
    setup: FileSiteSetup = {},
    onSite: (site: FileSite) => void = () => undefined,
  ) {
    const site = await createFileSite({people: [], ...setup, options: {batchSize: 7, ...setup.options}});
    onSite(site);
    for (const id of PEOPLE) addPerson(site.emulator, id, id);
    const sends: string[][] = [];
    site.port.intercept = (step) => {
      if (!step.path.endsWith('update/target_users')) return step.go();
      const named = PEOPLE.filter((id) => step.text.includes(id));
      sends.push(named);
      return named.some((id) => bad.includes(id)) ? fail() : step.go();
    };
    const members = (): readonly CustomerFileMember[] => PEOPLE.map((kakaoId) => ({kakaoId}));
    const report = await site.sync.run({...site.runOptions, members});
    const decision = site.decisions.find(({kakaoId}) => kakaoId === BAD);
    return {site, report, sends, decision};
  }

  for (const [what, code, reason] of [
    ['a value of theirs', -2, 'refused_by_kakao'],
    ['that they do not use KakaoTalk', -501, 'account_restricted'],
    ['that they are not linked', -101, 'not_linked'],
  ] as const) {
    test(`for ${what} are found by halves, and told; all others are sent`, async () => {
      const {site, report, sends, decision} = await run(refuse(code));

      const others = PEOPLE.filter((id) => id !== BAD);
      assert.deepEqual([report.isFinished, report.error, report.sent], [true, null, 6]);
      assert.deepEqual(report.reasons, {[reason]: 1});
      assert.deepEqual(decision, {kakaoId: BAD, action: 'skip', reason});
      assert.deepEqual([...site.inFile()].sort(), others);
      assert.deepEqual([...site.kept.set].sort(), others);
      assert.ok(sends.length <= 7, `${sends.length} requests`);
    });
  }

  test('are taken out if an earlier run has sent them', async () => {
    const {site, report, decision} = await run(refuse(-2), [BAD], {before: [BAD]});

    assert.deepEqual([report.isFinished, report.removed, report.unresolved], [true, 1, 0]);
    assert.equal(decision?.action, 'remove');
    assert.ok(![...site.inFile(), ...site.kept.set].includes(BAD));
  });

  test('are no reason to take anybody out if Kakao takes nobody: the run stops, and says so', async () => {
    const {site, report} = await run(refuse(-2), PEOPLE, {before: PEOPLE});

    assert.deepEqual([report.isFinished, report.error?.code, report.removed], [false, 'provider_refused', 0]);
    assert.deepEqual(report.reasons, {});
    assert.deepEqual([...site.inFile()].sort(), PEOPLE);
    assert.deepEqual([...site.kept.set].sort(), PEOPLE);
  });

  // Which of the seven are refused with -2, in batches of how many, and how many are sent before the run stops.
  for (const [where, batchSize, bad, sent] of [
    ['the second batch', 3, PEOPLE.slice(3), 3],
    ['a batch of two', 2, PEOPLE.slice(2, 4), 2],
    ['two batches of one, the first ones', 1, PEOPLE, 0],
    ['two batches of one, later ones', 1, PEOPLE.slice(3), 3],
    ['a last batch of one after a whole batch', 6, PEOPLE, 0],
  ] as const) {
    test(`are no reason to take anybody out if they are all of ${where}: the run stops, and says so`, async () => {
      const {site, report} = await run(refuse(-2), bad, {before: PEOPLE, options: {batchSize}});

      assert.deepEqual([report.isFinished, report.error?.code], [false, 'provider_refused']);
      assert.deepEqual([report.sent, report.removed, report.reasons], [sent, 0, {}]);
      assert.deepEqual([...site.inFile()].sort(), PEOPLE);
      assert.deepEqual([...site.kept.set].sort(), PEOPLE);
    });
  }

  for (const [where, batchSize, position] of [
    ['the first one', 1, 0],
    ['a later one', 1, 4],
    ['the last one', 1, 6],
    ['the last one, after a batch of more', 6, 6],
  ] as const) {
    for (const before of [[], PEOPLE]) {
      test(`are found also alone in a batch: ${where}${before.length > 0 ? ', who is taken out' : ''}`, async () => {
        const bad = PEOPLE[position]!;
        const {site, report} = await run(refuse(-2), [bad], {before, options: {batchSize}});

        const others = PEOPLE.filter((id) => id !== bad);
        const removed = before.length > 0 ? 1 : 0;
        assert.deepEqual([report.isFinished, report.sent, report.removed], [true, 6, removed]);
        assert.deepEqual(report.reasons, {refused_by_kakao: 1});
        assert.deepEqual([...site.inFile()].sort(), others);
        assert.deepEqual([...site.kept.set].sort(), others);
      });
    }
  }

  test('are told once if they withdraw before it is clear why Kakao refuses them', async () => {
    const [first] = PEOPLE as [string];
    const box: {site?: FileSite} = {};
    const {site, report} = await run(
      () => {
        box.site?.emulator.account(first).setChannel('BLOCKED');
        return refuse(-2)();
      },
      [first],
      {options: {batchSize: 1}},
      (made) => void (box.site = made),
    );

    assert.deepEqual([report.isFinished, report.sent, report.reasons], [true, 6, {channel_not_added: 1}]);
    assert.deepEqual([...site.kept.set].sort(), PEOPLE.slice(1));
  });

  test('stop the run if there is nobody else to send', async () => {
    const site = await createFileSite({people: ['ara'], before: [IDS.ara]});
    site.port.intercept = (step) => (step.path.endsWith('update/target_users') ? refuse(-2)() : step.go());

    const report = await site.sync.run(site.runOptions);

    assert.deepEqual([report.isFinished, report.error?.code, report.removed], [false, 'provider_refused', 0]);
    assert.deepEqual(site.inFile(), [IDS.ara]);
  });

  test('are judged apart from others of their batch whom Kakao refuses for a reason that it tells', async () => {
    const [unlinked, unclear] = PEOPLE as [string, string];
    const site = await createFileSite({people: [], before: PEOPLE});
    for (const id of PEOPLE) addPerson(site.emulator, id, id);
    site.port.intercept = (step) => {
      if (!step.path.endsWith('update/target_users')) return step.go();
      if (step.text.includes(unlinked)) return refuse(-101)();
      return step.text.includes(unclear) ? refuse(-2)() : step.go();
    };

    const members = (): readonly CustomerFileMember[] => PEOPLE.map((kakaoId) => ({kakaoId}));
    const report = await site.sync.run({...site.runOptions, members});

    assert.deepEqual([report.isFinished, report.sent], [true, 5]);
    assert.deepEqual(report.reasons, {not_linked: 1, refused_by_kakao: 1});
    assert.deepEqual([...site.inFile()].sort(), PEOPLE.slice(2));
  });

  test('are not looked for once the run is over', async () => {
    const controller = new AbortController();
    const {signal} = controller;
    const {site, report, sends} = await run(
      () => {
        controller.abort();
        return refuse(-2)();
      },
      [BAD],
      {runOptions: {signal}},
    );

    assert.deepEqual([report.isAborted, report.isFinished, sends.length], [true, false, 1]);
    assert.deepEqual(site.inFile(), []);
  });

  test('are not looked for in what is left once something else fails', async () => {
    let fails = 0;
    const {report, sends} = await run(
      () => (fails++ === 0 ? refuse(-2)() : Promise.resolve(Response.json({msg: '', code: -819}, {status: 400}))),
      PEOPLE,
    );

    assert.equal(sends.length, 2);
    assert.deepEqual(
      [report.isFinished, (report.error as KakaoApiError).kakaoCode, report.reasons],
      [false, '-819', {}],
    );
  });

  for (const [what, code, reason] of [
    ['they are not linked any more', -101, 'not_linked'],
    ['their account is restricted', -4, 'account_restricted'],
    ['they do not use KakaoTalk any more', -501, 'account_restricted'],
    ['of a value of theirs', -2, 'refused_by_kakao'],
  ] as const) {
    test(`are taken out of the file if Kakao took them, its answer was lost, and now ${what}`, async () => {
      const site = await createFileSite({people: ['ara', 'bada']});
      let sends = 0;
      site.port.intercept = async (step) => {
        if (!step.path.endsWith('update/target_users')) return step.go();
        if (sends++ === 0) {
          await step.go();
          throw new TypeError('terminated');
        }
        return step.text.includes(IDS.bada) ? refuse(code)() : step.go();
      };

      const report = await site.sync.run(site.runOptions);

      assert.deepEqual([report.isFinished, report.sent, report.removed], [true, 1, 1]);
      assert.deepEqual(
        site.decisions.find(({kakaoId}) => kakaoId === IDS.bada),
        {kakaoId: IDS.bada, action: 'remove', reason},
      );
      assert.deepEqual([site.inFile(), [...site.kept.set]], [[IDS.ara], [IDS.ara]]);
    });
  }

  test('stay in the list if they cannot be taken out either after an answer that was lost', async () => {
    const site = await createFileSite({people: ['ara', 'bada']});
    let sends = 0;
    site.port.intercept = async (step) => {
      if (step.path.endsWith('delete/target_users')) return refuse(-101)();
      if (!step.path.endsWith('update/target_users')) return step.go();
      if (sends++ > 0) return step.text.includes(IDS.bada) ? refuse(-101)() : step.go();
      await step.go();
      throw new TypeError('terminated');
    };

    const report = await site.sync.run(site.runOptions);

    assert.deepEqual([report.isFinished, report.unresolved], [false, 1]);
    assert.ok(site.kept.set.has(IDS.bada));
  });

  test('are not asked to be taken out if Kakao has answered clearly that it took nobody', async () => {
    let sends = 0;
    const {site, report} = await run(() => (sends++ === 0 ? refuse(-10)() : refuse(-101)()));

    assert.deepEqual([report.isFinished, report.sent, report.removed], [true, 6, 0]);
    assert.ok(site.steps.every(({path}) => !path.endsWith('delete/target_users')));
  });
});
