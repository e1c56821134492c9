import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {inspect} from 'node:util';
import {
  createCustomerFileSync,
  type CustomerFileMember,
  type CustomerFileSyncOptions,
  KakaoSyncError,
} from '../../../src/server/index.js';
import {
  CHANNEL,
  createFileSite,
  createList,
  type FileSite,
  IDS,
  START,
  TERM,
  WITHDRAWALS,
} from './support/file-site.js';

const MINUTE = 60_000;

async function rejectConfig(make: () => unknown): Promise<string> {
  try {
    await make();
  } catch (error) {
    assert.ok(error instanceof KakaoSyncError, inspect(error));
    assert.equal(error.code, 'config_invalid');
    return error.message;
  }
  return assert.fail('it was accepted');
}

describe('createCustomerFileSync', () => {
  const {list} = createList();
  const schema = {연령: 'string'} as const;
  const ROWS: readonly (readonly [option: string, changes: Readonly<Record<string, unknown>>])[] = [
    ['api', {api: undefined}],
    ['channelId', {channelId: ''}],
    ['channelId', {channelId: undefined}],
    ['file', {file: undefined}],
    ['file', {file: {}}],
    ['file', {file: {id: 437}}],
    ['file', {file: {id: '0437'}}],
    ['file', {file: {id: '437x'}}],
    ['file', {file: {id: '437', name: 'a', schema}}],
    ['file', {file: {name: '', schema}}],
    ['file', {file: {name: 'a'}}],
    ['marketingTerms', {marketingTerms: undefined}],
    ['marketingTerms', {marketingTerms: []}],
    ['marketingTerms', {marketingTerms: ['']}],
    ['marketingTerms', {marketingTerms: ['a,b']}],
    ['marketingTerms', {marketingTerms: ['a b']}],
    ['marketingTerms', {marketingTerms: [' a']}],
    ['marketingTerms', {marketingTerms: 'marketing'}],
    ['marketingTerms', {marketingTerms: [TERM, null]}],
    ['list.ids', {list: undefined}],
    ['list.has', {list: {...list, has: undefined}}],
    ['list.add', {list: {...list, add: undefined}}],
    ['list.remove', {list: {...list, remove: undefined}}],
    ['batchSize', {batchSize: 0}],
    ['batchSize', {batchSize: 201}],
    ['batchSize', {batchSize: 1.5}],
    ['concurrency', {concurrency: 0}],
    ['concurrency', {concurrency: 21}],
  ];

  for (const [option, changes] of ROWS) {
    test(`refuses ${inspect(changes)}`, async () => {
      const site = await createFileSite({people: []});
      const options: CustomerFileSyncOptions = {...site.settings, ...changes};

      const message = await rejectConfig(() => createCustomerFileSync(options));

      assert.match(message, new RegExp(`^createCustomerFileSync: ${option.replace('.', '\\.')}[ (]`));
    });
  }

  test('refuses no options', async () => {
    assert.match(await rejectConfig(() => createCustomerFileSync(null as never)), /options/);
  });

  test('takes the most and the least', async () => {
    const {settings} = await createFileSite({people: []});
    createCustomerFileSync({...settings, batchSize: 200, concurrency: 20});
    createCustomerFileSync({...settings, batchSize: 1, concurrency: 1, file: {id: '1'}});
  });
});

describe('who is sent', () => {
  const ROWS: readonly (readonly [name: string, change: (site: FileSite) => void, reason: string])[] = [
    ['a term that is not agreed to', ({emulator}) => WITHDRAWALS.term(emulator, 'bada'), 'term_not_agreed'],
    ['a channel that is blocked', ({emulator}) => WITHDRAWALS.block(emulator, 'bada'), 'channel_not_added'],
    ['a channel that was removed', ({emulator}) => emulator.account('bada').setChannel('NONE'), 'channel_not_added'],
    ['an account that is not linked', ({emulator}) => WITHDRAWALS.unlink(emulator, 'bada'), 'channel_unknown'],
    ['no consent to plusfriends', ({emulator}) => emulator.account('bada').revoke('plusfriends'), 'channel_unknown'],
  ];
  for (const [name, change, reason] of ROWS) {
    for (const before of [[], [IDS.bada]]) {
      test(`is nobody with ${name}, ${before.length > 0 ? 'and whoever was is taken out' : 'in the file or not'}`, async () => {
        const site = await createFileSite({before});
        change(site);

        const report = await site.sync.run(site.runOptions);

        assert.deepEqual([...site.inFile()].sort(), [IDS.ara, IDS.chorok]);
        assert.deepEqual([...site.kept.set].sort(), [IDS.ara, IDS.chorok]);
        assert.deepEqual(
          {...report, reasons: {...report.reasons}},
          {
            isFinished: true,
            isDryRun: false,
            fileId: site.fileId,
            sent: 2,
            removed: before.length,
            reasons: {[reason]: 1},
            unresolved: 0,
            provedSince: new Date(START),
            error: null,
            isAborted: false,
          },
        );
        const action = before.length > 0 ? 'remove' : 'skip';
        assert.deepEqual(
          site.decisions.find(({kakaoId}) => kakaoId === IDS.bada),
          {kakaoId: IDS.bada, action, reason},
        );
      });
    }
  }

  test('has agreed to every term, not to one of them', async () => {
    const site = await createFileSite({options: {marketingTerms: [TERM, 'privacy']}});
    site.emulator.account('ara').revoke('privacy');
    site.emulator.account('bada').revoke(TERM);

    const report = await site.sync.run(site.runOptions);

    assert.deepEqual(site.inFile(), [IDS.chorok]);
    assert.deepEqual(report.reasons, {term_not_agreed: 2});
  });

  test('is told by Kakao’s codes of a person, and the run goes on', async () => {
    for (const [code, reason] of [
      [-101, 'not_linked'],
      [-4, 'account_restricted'],
      [-103, 'account_restricted'],
      [-406, 'account_restricted'],
      [-501, 'account_restricted'],
    ] as const) {
      const site = await createFileSite({before: [IDS.bada]});
      site.port.intercept = (step) =>
        step.path.endsWith('service_terms') && step.text.includes(IDS.bada)
          ? Promise.resolve(Response.json({msg: 'no', code}, {status: 400}))
          : step.go();

      const report = await site.sync.run(site.runOptions);

      assert.deepEqual([report.isFinished, report.reasons], [true, {[reason]: 1}], String(code));
      assert.deepEqual([...site.inFile()].sort(), [IDS.ara, IDS.chorok]);
    }
  });

  const ANSWERS: readonly (readonly [name: string, channels: readonly object[], isSent: boolean])[] = [
    ['another channel', [{channel_public_id: '_other', relation: 'ADDED'}], false],
    ['a channel of nearly that name', [{channel_public_id: CHANNEL.toUpperCase(), relation: 'ADDED'}], false],
    ['a blank behind the name', [{channel_public_id: `${CHANNEL} `, relation: 'ADDED'}], false],
    ['a relation that nobody knows', [{channel_public_id: CHANNEL, relation: 'MUTED'}], false],
    ['no channel', [], false],
    [
      'two answers',
      [
        {channel_public_id: CHANNEL, relation: 'ADDED'},
        {channel_public_id: CHANNEL, relation: 'BLOCKED'},
      ],
      false,
    ],
    ['the channel', [{channel_public_id: CHANNEL, relation: 'ADDED'}], true],
  ];
  for (const [name, channels, isSent] of ANSWERS) {
    test(`has added the channel: Kakao tells of ${name}`, async () => {
      const site = await createFileSite({people: ['ara']});
      site.port.intercept = (step) =>
        step.path.endsWith('multi')
          ? Promise.resolve(Response.json([{user_id: Number(IDS.ara), channels}]))
          : step.go();

      await site.sync.run(site.runOptions);

      assert.deepEqual(site.inFile(), isSent ? [IDS.ara] : []);
    });
  }

  test('is nobody of whom Kakao says two things in two entries', async () => {
    const site = await createFileSite({people: ['ara']});
    const toEntry = (relation: string): object => ({
      user_id: Number(IDS.ara),
      channels: [{channel_public_id: CHANNEL, relation}],
    });
    site.port.intercept = (step) =>
      step.path.endsWith('multi') ? Promise.resolve(Response.json([toEntry('ADDED'), toEntry('BLOCKED')])) : step.go();

    await site.sync.run(site.runOptions);

    assert.deepEqual(site.inFile(), []);
  });

  const TERMS: readonly (readonly [name: string, terms: readonly object[], isSent: boolean])[] = [
    ['no term', [], false],
    ['another term', [{tag: 'Marketing', required: false, agreed: true}], false],
    [
      'the term twice',
      [
        {tag: TERM, required: false, agreed: true},
        {tag: TERM, required: false, agreed: false},
      ],
      false,
    ],
    ['the term', [{tag: TERM, required: false, agreed: true}], true],
  ];
  for (const [name, service_terms, isSent] of TERMS) {
    test(`has agreed: Kakao tells of ${name}`, async () => {
      const site = await createFileSite({people: ['ara']});
      site.port.intercept = (step) =>
        step.path.endsWith('service_terms')
          ? Promise.resolve(Response.json({id: Number(IDS.ara), service_terms}))
          : step.go();

      await site.sync.run(site.runOptions);

      assert.deepEqual(site.inFile(), isSent ? [IDS.ara] : []);
    });
  }

  test('comes once, with the fields that the site gives', async () => {
    const site = await createFileSite({people: ['ara']});
    const twice: CustomerFileMember[] = [{kakaoId: IDS.ara, fields: {연령: '30'}}, {kakaoId: IDS.ara}];

    const report = await site.sync.run({...site.runOptions, members: () => twice});

    assert.equal(report.sent, 1);
    const {files} = site.emulator.snapshot() as {files: {users: unknown}[]};
    assert.deepEqual(files[0]?.users, {[`app:${IDS.ara}`]: {연령: '30'}});
  });

  test('is stored in the list before Kakao is sent anything, and leaves it after Kakao', async () => {
    const site = await createFileSite({people: ['ara'], before: [IDS.bada]});
    site.port.intercept = (step) => {
      if (step.path.includes('update/')) assert.deepEqual(site.kept.told, [`add ${IDS.ara}`]);
      if (step.path.includes('delete/')) assert.deepEqual(site.kept.told, [`add ${IDS.ara}`]);
      return step.go();
    };

    const report = await site.sync.run(site.runOptions);

    assert.equal(report.error, null);
    assert.deepEqual(site.kept.told, [`add ${IDS.ara}`, `remove ${IDS.bada}`]);
    assert.deepEqual(report.reasons, {no_member: 1});
  });

  test('is asked about a few at a time', async () => {
    const site = await createFileSite({options: {concurrency: 2, batchSize: 3}});
    let atOnce = 0;
    let most = 0;
    site.port.intercept = async (step) => {
      if (!step.path.endsWith('service_terms')) return step.go();
      most = Math.max(most, ++atOnce);
      await new Promise(setImmediate);
      atOnce -= 1;
      return step.go();
    };

    const report = await site.sync.run(site.runOptions);

    assert.deepEqual([report.sent, most], [3, 2]);
  });

  test('is asked about in batches, in step with what is sent', async () => {
    const site = await createFileSite({options: {batchSize: 1}});

    await site.sync.run(site.runOptions);

    const paths = site.steps.map(({path}) => path.split('/').at(-1));
    const batch = ['multi', 'service_terms', 'target_users', 'multi', 'service_terms'];
    assert.deepEqual(paths, ['target_user_file', ...batch, ...batch, ...batch]);
  });
});

describe('a dry run', () => {
  test('asks Kakao, and changes nothing', async () => {
    const site = await createFileSite({before: [IDS.chorok, '4200000009']});
    WITHDRAWALS.block(site.emulator, 'chorok');

    const report = await site.sync.run({...site.runOptions, send: undefined});

    assert.deepEqual(
      [report.isDryRun, report.isFinished, report.sent, report.removed, report.fileId, report.provedSince],
      [true, true, 2, 2, site.fileId, null],
    );
    assert.deepEqual(report.reasons, {channel_not_added: 1, no_member: 1});
    assert.deepEqual(
      site.decisions.map(({kakaoId, action}) => [kakaoId, action]),
      [
        [IDS.ara, 'send'],
        [IDS.bada, 'send'],
        [IDS.chorok, 'remove'],
        ['4200000009', 'remove'],
      ],
    );
    assert.deepEqual(site.inFile(), [IDS.chorok, '4200000009']);
    assert.deepEqual(site.kept.told, []);
    assert.ok(site.steps.every(({path}) => !/create|update|delete/.test(path)));
  });

  test('creates no file', async () => {
    const site = await createFileSite({options: {file: {name: '새 파일', schema: {연령: 'string'}}}});

    const report = await site.sync.run({...site.runOptions, send: false});

    assert.deepEqual([report.fileId, report.isFinished, report.sent], [null, true, 3]);
    assert.equal((await site.direct.customerFiles.list(CHANNEL)).list.length, 1);
  });
});

describe('the file', () => {
  const schema = {연령: 'string'} as const;

  test('of a name is created once, and found afterwards', async () => {
    const site = await createFileSite({options: {file: {name: '새 파일', schema}}});

    const first = await site.sync.run(site.runOptions);
    const second = await site.sync.run(site.runOptions);

    assert.notEqual(first.fileId, site.fileId);
    assert.equal(second.fileId, first.fileId);
    assert.deepEqual([first.isFinished, second.isFinished], [true, true]);
  });

  test('that appears while it is created is used: the answer to the first try was lost', async () => {
    const site = await createFileSite({people: ['ara'], options: {file: {name: '새 파일', schema}}});
    let isLost = false;
    site.port.intercept = async (step) => {
      const answer = await step.go();
      if (isLost || !step.path.includes('create/')) return answer;
      isLost = true;
      throw new TypeError('fetch failed');
    };

    const report = await site.sync.run(site.runOptions);

    assert.deepEqual([report.isFinished, report.sent], [true, 1]);
    assert.equal((await site.direct.customerFiles.list(CHANNEL)).list.length, 2);
  });

  test('cannot be created: the run stops, and nobody is asked about', async () => {
    for (const code of [-817, -818, -819]) {
      const site = await createFileSite({options: {file: {name: '새 파일', schema}}});
      site.port.intercept = (step) =>
        step.path.includes('create/') ? Promise.resolve(Response.json({msg: '', code}, {status: 400})) : step.go();

      const report = await site.sync.run(site.runOptions);

      assert.deepEqual([report.isFinished, report.fileId, report.sent], [false, null, 0]);
      assert.equal((report.error as {kakaoCode?: string} | null)?.kakaoCode, String(code));
      assert.ok(site.steps.every(({path}) => path.includes('target_user_file')));
      assert.deepEqual(site.kept.told, []);
    }
  });

  test('of an id that the channel does not have is told, and nobody is asked about', async () => {
    const site = await createFileSite({options: {file: {id: '9999'}}});

    const report = await site.sync.run(site.runOptions);

    assert.equal(report.isFinished, false);
    assert.deepEqual([report.error?.code, report.error?.message.includes('9999')], ['config_invalid', true]);
    assert.equal(site.steps.length, 1);
  });
});

describe('what the site gives', () => {
  const fail = (): never => {
    throw new Error(`no row ${IDS.ara}`);
  };

  test('members that break off: the run does not finish, and takes nobody for a former member', async () => {
    const site = await createFileSite({before: [IDS.chorok]});
    function* members(): Generator<CustomerFileMember> {
      yield {kakaoId: IDS.ara};
      yield {kakaoId: IDS.bada};
      throw new Error(`no row ${IDS.bada}`);
    }

    const report = await site.sync.run({...site.runOptions, members});

    assert.deepEqual([report.isFinished, report.error?.code], [false, 'hook_failed']);
    assert.match(report.error?.message ?? '', /members/);
    assert.ok(!inspect(report, {depth: 9}).includes(IDS.bada));
    assert.deepEqual([...site.inFile()].sort(), [IDS.ara, IDS.bada, IDS.chorok]);
  });

  test('members that break off at once', async () => {
    const site = await createFileSite();

    const report = await site.sync.run({
      ...site.runOptions,
      members() {
        throw new Error('no database');
      },
    });

    assert.deepEqual(
      [report.isFinished, report.error?.code, report.error?.cause],
      [false, 'hook_failed', 'Error: no database'],
    );
  });

  for (const [how, onDecision] of [
    ['throws', fail],
    ['rejects', (): unknown => Promise.resolve().then(fail)],
  ] as const) {
    test(`a function for decisions that ${how}: whoever has withdrawn leaves the file all the same`, async () => {
      const site = await createFileSite();
      site.port.intercept = async (step) => {
        const response = await step.go();
        if (step.path.endsWith('update/target_users')) WITHDRAWALS.block(site.emulator, 'bada');
        return response;
      };

      const report = await site.sync.run({...site.runOptions, onDecision});

      assert.deepEqual(site.inFile(), [IDS.ara, IDS.chorok]);
      assert.deepEqual([report.isFinished, report.error?.code, report.unresolved], [false, 'hook_failed', 0]);
      assert.match(report.error?.message ?? '', /onDecision/);
      assert.ok(!inspect(report, {depth: 9}).includes(IDS.ara));
    });
  }

  for (const kakaoId of ['', '0123', 4200000001, null, undefined, 'ara', '4200000001 ']) {
    test(`a member with the kakaoId ${inspect(kakaoId)}`, async () => {
      const site = await createFileSite();

      const report = await site.sync.run({...site.runOptions, members: () => [{kakaoId} as CustomerFileMember]});

      assert.deepEqual([report.isFinished, report.sent], [false, 0]);
      assert.match(report.error?.message ?? '', /kakaoId/);
      assert.equal(report.error?.code, 'config_invalid');
    });
  }

  for (const kakaoId of ['', 'ara', 4200000001, null]) {
    test(`a list with the id ${inspect(kakaoId)}`, async () => {
      const site = await createFileSite();
      const list = {...site.kept.list, ids: () => [kakaoId as string]};

      const report = await createCustomerFileSync({...site.settings, list}).run(site.runOptions);

      assert.deepEqual([report.isFinished, report.sent, report.error?.code], [false, 0, 'config_invalid']);
      assert.match(report.error?.message ?? '', /list\.ids/);
    });
  }

  const wrong: readonly (readonly [option: string, changes: object | null | undefined])[] = [
    ['options', undefined],
    ['options', null],
    ['members', {members: undefined}],
    ['members', {members: []}],
    ['send', {send: 'yes'}],
    ['send', {send: null}],
    ['signal', {signal: {aborted: false}}],
    ['onDecision', {onDecision: 'log'}],
  ];
  for (const [option, changes] of wrong) {
    test(`options of a run with ${inspect(changes)}: it is told in the report, and nothing is asked`, async () => {
      const site = await createFileSite({before: [IDS.chorok]});
      const options = changes && {...site.runOptions, ...changes};

      const report = await site.sync.run(options as typeof site.runOptions);

      assert.deepEqual([report.isFinished, report.error?.code, site.steps], [false, 'config_invalid', []]);
      assert.match(report.error?.message ?? '', new RegExp(`run: ${option} is not valid`));
    });
  }

  for (const name of ['ids', 'add', 'remove'] as const) {
    test(`a list whose ${name} fails: the run does not finish, and the next one brings the file right`, async () => {
      const site = await createFileSite({before: ['4200000009']});
      const broken = createCustomerFileSync({...site.settings, list: {...site.kept.list, [name]: fail}});

      const report = await broken.run(site.runOptions);

      assert.deepEqual([report.isFinished, report.error?.code], [false, 'hook_failed']);
      assert.match(report.error?.message ?? '', new RegExp(`list\\.${name}`));
      assert.ok(!inspect(report, {depth: 9}).includes(IDS.ara));
      if (name !== 'remove') assert.deepEqual(site.inFile(), ['4200000009']);
      const next = await site.sync.run(site.runOptions);
      assert.equal(next.isFinished, true);
      assert.deepEqual([...site.inFile()].sort(), [IDS.ara, IDS.bada, IDS.chorok]);
      assert.deepEqual([...site.kept.set].sort(), [IDS.ara, IDS.bada, IDS.chorok]);
    });
  }
});

describe('a reading', () => {
  /** The first answer about terms comes late. */
  function delay(site: FileSite, milliseconds: number): void {
    let isDelayed = false;
    site.port.intercept = (step) => {
      if (!isDelayed && step.path.endsWith('service_terms')) {
        isDelayed = true;
        site.clock.time += milliseconds;
      }
      return step.go();
    };
  }

  test('of ten minutes ago is sent upon', async () => {
    const site = await createFileSite();
    delay(site, 10 * MINUTE);

    const report = await site.sync.run(site.runOptions);

    assert.deepEqual([report.isFinished, report.sent], [true, 3]);
  });

  for (const milliseconds of [10 * MINUTE + 1, -10 * MINUTE - 1]) {
    test(`${milliseconds} ms old is not: whoever may be in the file is taken out`, async () => {
      const site = await createFileSite({before: [IDS.bada]});
      delay(site, milliseconds);

      const report = await site.sync.run(site.runOptions);

      assert.deepEqual([report.isFinished, report.error?.code], [false, 'rate_limited']);
      assert.deepEqual(site.inFile(), [IDS.chorok]);
      assert.deepEqual(report.reasons, {unproved: 2});
      assert.deepEqual(
        site.decisions.slice(0, 2).map(({kakaoId, action}) => [kakaoId, action]),
        [
          [IDS.ara, 'skip'],
          [IDS.bada, 'remove'],
        ],
      );
    });
  }

  test('that is too old once a limit was waited for is sent upon no more, and the next run does it', async () => {
    const site = await createFileSite({
      options: {
        wait(seconds) {
          site.clock.time += seconds * 1000;
          return Promise.resolve();
        },
      },
    });
    let tries = 0;
    site.port.intercept = (step) => {
      if (!step.path.endsWith('update/target_users') || !step.text.includes(IDS.ara)) return step.go();
      tries += 1;
      // The first wait is within ten minutes of the reading, the second one is not.
      site.clock.time += 4 * MINUTE;
      return Promise.resolve(new Response('{}', {status: 429, headers: {'retry-after': '120'}}));
    };

    const report = await site.sync.run(site.runOptions);

    assert.equal(tries, 2);
    assert.deepEqual([report.isFinished, report.error?.code, report.sent], [false, 'rate_limited', 1]);
    assert.match(report.error?.message ?? '', /older than ten minutes/);
    assert.deepEqual(site.inFile(), [IDS.chorok]);
    site.port.intercept = (step) => step.go();
    assert.equal((await site.sync.run(site.runOptions)).isFinished, true);
    assert.deepEqual([...site.inFile()].sort(), [IDS.ara, IDS.bada, IDS.chorok]);
  });

  test('after sending says since when the file is known to be right', async () => {
    const site = await createFileSite();
    site.port.intercept = (step) => {
      site.clock.time += 1000;
      return step.go();
    };

    const report = await site.sync.run(site.runOptions);

    // The second look at the first batch begins once five requests have been made.
    assert.deepEqual(report.provedSince, new Date(START + 5000));
  });
});

describe('a limit of Kakao’s', () => {
  const answer = (headers: Record<string, string> = {}): Promise<Response> =>
    Promise.resolve(new Response('{"msg":"","code":-10}', {status: 429, headers}));

  for (const [seconds, isWaited] of [
    [300, true],
    [301, false],
  ] as const) {
    test(`of ${seconds} seconds is ${isWaited ? 'waited for' : 'left to the next run'}`, async () => {
      const site = await createFileSite();
      site.port.intercept = (step) => (step.index === 1 ? answer({'retry-after': String(seconds)}) : step.go());

      const report = await site.sync.run(site.runOptions);

      assert.deepEqual([report.isFinished, site.waits], [isWaited, isWaited ? [seconds] : []]);
      if (!isWaited) assert.equal((report.error as {retryAfter?: number} | null)?.retryAfter, 301);
    });
  }

  test('that stays is waited for twice', async () => {
    const site = await createFileSite();
    site.port.intercept = (step) => (step.path.endsWith('multi') ? answer() : step.go());

    const report = await site.sync.run(site.runOptions);

    assert.deepEqual([site.waits, report.error?.code, report.reasons], [[60, 60], 'rate_limited', {unproved: 2}]);
  });
});

describe('Kakao that is away', () => {
  const people = Array.from({length: 8}, (_, index) => `42000001${String(index).padStart(2, '0')}`);

  async function run(failing: (nth: number) => boolean) {
    const site = await createFileSite({people: [], options: {batchSize: 20}});
    for (const id of people) {
      site.emulator.addPersona({id, userId: Number(id), nickname: id, shows: {ko: id, en: id}});
      site.emulator.account(id).link();
      site.emulator.account(id).agree('plusfriends');
    }
    const asked: string[] = [];
    site.port.intercept = (step) => {
      const id = people.find((known) => step.path.endsWith('service_terms') && step.text.includes(known));
      if (id === undefined) return step.go();
      if (!asked.includes(id)) asked.push(id);
      return failing(people.indexOf(id)) ? Promise.reject(new TypeError('fetch failed')) : step.go();
    };
    const report = await site.sync.run({...site.runOptions, members: () => people.map((kakaoId) => ({kakaoId}))});
    return {site, report, asked};
  }

  test('is asked about no more than five people in a row', async () => {
    const {report, asked, site} = await run(() => true);

    assert.equal(asked.length, 5);
    assert.deepEqual([report.isFinished, report.sent, report.reasons], [false, 0, {unproved: 8}]);
    assert.deepEqual(site.waits, [2, 4, 2, 4, 2, 4, 2, 4, 2, 4]);
  });

  test('for some of them is asked about everybody, and the others are sent', async () => {
    const {report, asked, site} = await run((nth) => nth % 2 === 0);

    assert.equal(asked.length, 8);
    assert.deepEqual([report.isFinished, report.sent, report.reasons], [false, 4, {unproved: 4}]);
    assert.deepEqual(
      site.inFile(),
      people.filter((_, nth) => nth % 2 === 1),
    );
  });
});

describe('people whom Kakao does not take out', () => {
  const FORMER = ['4200000091', '4200000092', '4200000093', '4200000094', '4200000095'];

  test('keep nobody else in the file: a batch that is refused is halved', async () => {
    const site = await createFileSite({before: FORMER, options: {batchSize: 5}});
    site.port.intercept = (step) =>
      step.path.includes('delete/') && step.text.includes('4200000094')
        ? Promise.resolve(Response.json({msg: '', code: -2}, {status: 400}))
        : step.go();

    const report = await site.sync.run(site.runOptions);

    assert.deepEqual([report.isFinished, report.unresolved, report.removed], [false, 1, 4]);
    assert.deepEqual([...site.inFile()].sort(), [IDS.ara, IDS.bada, IDS.chorok, '4200000094']);
    assert.deepEqual([...site.kept.set].sort(), [IDS.ara, IDS.bada, IDS.chorok, '4200000094']);
  });

  test('are tried once more at the end of the run', async () => {
    const site = await createFileSite({people: ['ara'], before: FORMER.slice(0, 1)});
    let refusals = 3;
    site.port.intercept = (step) =>
      step.path.includes('delete/') && refusals-- > 0 ? Promise.reject(new TypeError('fetch failed')) : step.go();

    const report = await site.sync.run(site.runOptions);

    assert.deepEqual([report.unresolved, report.removed], [0, 1]);
    assert.deepEqual(site.inFile(), [IDS.ara]);
    // Something did fail: the site hears of it.
    assert.equal(report.error?.code, 'provider_unavailable');
  });
});

describe('a signal', () => {
  test('that is aborted before the run: nothing is sent', async () => {
    const site = await createFileSite({before: [IDS.ara]});

    const report = await site.sync.run({...site.runOptions, signal: AbortSignal.abort()});

    assert.deepEqual([report.isAborted, report.isFinished, report.error, site.steps.length], [true, false, null, 0]);
    assert.deepEqual(site.inFile(), [IDS.ara]);
  });

  // The requests of the first batch, after the one that finds the file.
  for (let index = 0; index <= 7; index++) {
    for (const moment of ['before', 'after'] as const) {
      test(`at request ${index}, ${moment} Kakao has it: nobody stays in the file unseen`, async () => {
        const site = await createFileSite({before: [IDS.chorok]});
        const controller = new AbortController();
        site.port.intercept = async (step) => {
          if (step.index !== index) return step.go();
          if (moment === 'before') {
            controller.abort();
            throw new TypeError('aborted');
          }
          const answer = await step.go();
          controller.abort();
          return answer;
        };

        const report = await site.sync.run({...site.runOptions, signal: controller.signal});

        assert.deepEqual([report.isAborted, report.isFinished, report.unresolved], [true, false, 0]);
        const isFileDone = index === 7 && moment === 'after';
        // Either seen again after they were sent, or not there.
        const proved = isFileDone ? [IDS.ara, IDS.bada] : index === 7 ? [IDS.ara] : [];
        assert.deepEqual(
          site.inFile().filter((id) => id !== IDS.chorok),
          proved.filter((id) => site.inFile().includes(id)),
        );
        assert.ok(site.inFile().every((id) => site.kept.set.has(id)));
        const next = await site.sync.run(site.runOptions);
        assert.equal(next.isFinished, true);
        assert.deepEqual([...site.inFile()].sort(), [IDS.ara, IDS.bada, IDS.chorok]);
      });
    }
  }

  test('ends a wait of the default timer', async (t) => {
    t.mock.timers.enable({apis: ['setTimeout']});
    const site = await createFileSite();
    const controller = new AbortController();
    const sync = createCustomerFileSync({...site.settings, wait: undefined});
    let asked = 0;
    const reason = new Promise<void>((resolve) => {
      site.port.intercept = (step) => {
        asked += 1;
        if (asked === 1) setImmediate(resolve);
        return Promise.resolve(
          new Response('{}', {status: 429, headers: {'retry-after': step.index === 0 ? '30' : '1'}}),
        );
      };
    });
    const running = sync.run({...site.runOptions, signal: controller.signal});
    await reason;
    await new Promise(setImmediate);
    controller.abort();

    assert.deepEqual([(await running).isAborted, asked], [true, 1]);
  });

  test('that is not aborted lets the default timer run out', async (t) => {
    t.mock.timers.enable({apis: ['setTimeout']});
    const site = await createFileSite({people: []});
    let isAsked: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (isAsked = resolve));
    site.port.intercept = (step) => {
      if (step.index > 0) return step.go();
      isAsked();
      return Promise.resolve(new Response('{}', {status: 429, headers: {'retry-after': '30'}}));
    };
    const running = createCustomerFileSync({...site.settings, wait: undefined}).run({
      ...site.runOptions,
      signal: new AbortController().signal,
    });
    await asked;
    for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
    t.mock.timers.tick(29_999);
    await new Promise(setImmediate);
    assert.equal(site.steps.length, 1);
    t.mock.timers.tick(1);

    assert.equal((await running).isFinished, true);
  });
});

describe('remove', () => {
  test('takes somebody out at once, and leaves them in the list until the next run', async () => {
    const site = await createFileSite({before: [IDS.ara, IDS.bada]});

    assert.equal(await site.sync.remove(IDS.ara), true);

    assert.deepEqual(site.inFile(), [IDS.bada]);
    assert.deepEqual([...site.kept.set], [IDS.ara, IDS.bada]);
  });

  test('asks Kakao nothing about somebody who was never sent', async () => {
    const site = await createFileSite();

    assert.equal(await site.sync.remove(IDS.ara), false);

    assert.deepEqual(site.steps, []);
  });

  test('rejects with what Kakao says, and asks once', async () => {
    const site = await createFileSite({before: [IDS.ara]});
    site.port.intercept = () => Promise.resolve(new Response('', {status: 500}));

    await assert.rejects(site.sync.remove(IDS.ara), {code: 'provider_unavailable'});

    assert.deepEqual([site.steps.length, site.waits.length], [1, 0]);
  });

  test('finds the file of a name', async () => {
    const schema = {연령: 'string'} as const;
    const site = await createFileSite({before: [IDS.ara], options: {file: {name: '소식', schema}}});

    assert.equal(await site.sync.remove(IDS.ara), true);
    assert.deepEqual(site.inFile(), []);

    const other = createCustomerFileSync({...site.settings, file: {name: '없음', schema}});
    assert.equal(await other.remove(IDS.ara), false);
  });

  test('ends with the reason of a signal', async () => {
    const site = await createFileSite({before: [IDS.ara]});
    const reason = new Error('gone');

    await assert.rejects(site.sync.remove(IDS.ara, {signal: AbortSignal.abort(reason)}), reason);
  });
});
