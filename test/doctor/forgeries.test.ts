import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import {describe, test} from 'node:test';
import {OF_FORGERIES} from '../../src/doctor/base/forgery-texts.js';
import {MUSTS} from '../../src/doctor/forgeries/forge.js';
import {FORGERIES} from '../../src/doctor/forgeries/forgeries.js';
import {runForgeries} from '../../src/doctor/forgeries/run-forgeries.js';
import type {Target} from '../../src/doctor/network/target.js';
import {startCareless, startKit} from '../backend/backends.js';
import {findFreePort} from '../support/free-port.js';
import {runCommand} from './support/run-doctor.js';

async function withCareless(
  careless: Parameters<typeof startCareless>[0],
  use: (target: Target) => Promise<void>,
): Promise<void> {
  const {target, close} = await startCareless(careless);
  try {
    await use(target);
  } finally {
    await close();
  }
}

const toIds = (findings: readonly {readonly id: string}[]): readonly string[] => [
  ...new Set(findings.map(({id}) => id)),
];

describe('forged requests by the doctor', () => {
  test('are all refused by a backend that does what it must', () =>
    withCareless(null, async (target) => {
      const findings = await runForgeries(target);

      assert.deepEqual(toIds(findings), ['forgeries_refused']);
      assert.equal(findings[0]?.facts['count'], `${FORGERIES.filter(({needsClock}) => !needsClock).length}`);
    }));

  test('name what a careless backend falls for', () =>
    withCareless('asks for no origin', async (target) => {
      const findings = await runForgeries(target);

      assert.deepEqual(toIds(findings), ['must_1']);
      assert.ok(findings.every(({facts}) => facts['forgery'] && facts['problems']));
    }));

  test('are left out for a backend that refuses everybody', async () => {
    const server = createServer((_request, response) => response.writeHead(500).end());
    const port = await findFreePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    try {
      await withCareless(null, async (target) => {
        const findings = await runForgeries({...target, url: `http://127.0.0.1:${port}/api`});

        assert.deepEqual(toIds(findings), ['honest_refused']);
      });
    } finally {
      server.close();
    }
  });

  test('tell a backend that is down, and how far they came', () =>
    withCareless(null, async (target) => {
      const [finding] = await runForgeries({...target, url: `http://127.0.0.1:${await findFreePort()}/api`});

      assert.equal(finding?.id, 'backend_went_down');
      assert.equal(finding.facts['done'], '0');
    }));

  test('tell an emulator that goes down meanwhile', () =>
    withCareless(null, async (target) => {
      const {fetch: ask} = target;
      let asked = 0;
      const findings = await runForgeries({
        ...target,
        fetch: (input, init) => (asked++ < 40 && ask ? ask(input, init) : Promise.reject(new Error('gone'))),
      });

      assert.deepEqual(toIds(findings), ['emulator_went_down']);
      assert.notEqual(findings[0]?.facts['done'], '0');
    }));

  test('tell an emulator that does not know the key', () =>
    withCareless(null, async (target) => {
      const findings = await runForgeries({...target, clientId: 'c0c1c2c3c4c5c6c7c8c9cacbcccdcecf'});

      assert.deepEqual(toIds(findings), ['emulator_refused']);
    }));

  test('have a text for each MUST', () => {
    const ids = Object.keys(MUSTS).map((must) => `must_${must}`);

    assert.deepEqual(
      Object.keys(OF_FORGERIES).filter((id) => id.startsWith('must_')),
      ids,
    );
  });
});

describe('doctor --forgeries', () => {
  test('judges the kit, as a program from the package', async () => {
    const {target, close} = await startKit();
    try {
      const args = [
        '--endpoint',
        target.url,
        '--emulator',
        target.emulator,
        '--javascript-key',
        String(target.javascriptKey),
      ];
      const {code, out} = await runCommand(['doctor', '--forgeries', '--json', ...args]);

      assert.equal(code, 0, out);
      assert.match(out, /forgeries_refused/);
    } finally {
      await close();
    }
  });

  for (const [line, expected] of [
    ['--endpoint https://shop.example/api', /--i-own-this-site/],
    ['--endpoint https://shop.example/api --json', /--i-own-this-site/],
    ['--endpoint http://127.0.0.1:9/api --emulator https://kauth.kakao.com', /emulator on this machine/],
    ['--endpoint nonsense', /--endpoint is an address/],
    ['', /--endpoint/],
  ] as const) {
    test(`ends with 2, and sends nothing, for ${line || 'no endpoint'}`, async () => {
      const {code, out, error} = await runCommand(['doctor', '--forgeries', ...line.split(' ').filter(Boolean)]);

      assert.deepEqual({code, out}, {code: 2, out: ''});
      assert.match(error, expected);
    });
  }
});
