import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {startCareless} from './backends.js';
import type {Carelessness} from './careless-backend.js';
import CARELESSNESS from './carelessness.json' with {type: 'json'};
import {MUSTS} from '../../src/doctor/forgeries/forge.js';
import {FORGERIES} from '../../src/doctor/forgeries/forgeries.js';
import {COURTESIES} from '../../src/doctor/forgeries/honest.js';
import {BackendFixture} from '../../src/doctor/forgeries/backend-fixture.js';

/** To strangers, and to members who link an account; everybody else is courteous. */
const DISCOURTEOUS: ReadonlySet<Carelessness | null> = new Set<Carelessness>([
  'signs everybody up',
  'takes every purpose for a login',
]);

/** The forgeries that a backend falls for. */
async function findBroken(careless: Carelessness | null): Promise<{must: number; name: string}[]> {
  const {target, close} = await startCareless(careless);
  try {
    const broken = [];
    for (const [name, attempt] of Object.entries(COURTESIES)) {
      const {problems} = await attempt(await BackendFixture.open(target));
      if (problems.length > 0 && !DISCOURTEOUS.has(careless)) broken.push({must: 0, name});
    }
    for (const {must, name, attempt} of FORGERIES) {
      const {problems} = await attempt(await BackendFixture.open(target));
      if (problems.length > 0) broken.push({must, name});
    }
    return broken;
  } finally {
    await close();
  }
}

describe('a backend without the kit', () => {
  const caught = new Set<string>();

  test('passes, if it does all that it must', async () => {
    assert.deepEqual(await findBroken(null), []);
  });

  for (const [careless, must] of Object.entries(CARELESSNESS)) {
    test(`that ${careless} is caught at MUST ${must}, and there alone`, async () => {
      const broken = await findBroken(careless as Carelessness);

      assert.ok(broken.length > 0, 'it is not caught');
      assert.deepEqual(
        broken.filter((forgery) => forgery.must !== must),
        [],
      );
      for (const {name} of broken) caught.add(name);
    });
  }

  test('can break each MUST, and fall for each forgery', () => {
    assert.deepEqual(new Set(Object.values(CARELESSNESS).map(String)), new Set(Object.keys(MUSTS)));
    assert.deepEqual(
      FORGERIES.filter(({name}) => !caught.has(name)).map(({name}) => name),
      [],
    );
  });
});
