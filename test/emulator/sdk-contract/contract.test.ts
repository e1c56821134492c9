import {after, afterEach, before, describe, it} from 'node:test';
import {describeSource, findRealSdk, NO_REAL_SDK, type SdkSource} from '../../support/sdk-source.js';
import type {Fact} from './fact.js';
import {FACTS, isOf, NOT_ESTABLISHED, RELEASES} from './facts.js';
import {openStage, type SdkStage} from './support/sdk-page.js';

const STAND_IN: SdkSource = {name: 'the stand-in', version: '2.7.4'};
const real = await findRealSdk();

for (const sdk of real ? [STAND_IN, real] : [STAND_IN]) {
  describe(`Kakao’s SDK, ${sdk.name}`, () => {
    let stage: SdkStage;
    before(async () => {
      stage = await openStage(sdk);
    });
    afterEach(() => stage.reset());
    after(async () => {
      if (sdk === real) await report(stage, sdk);
      await stage.close();
    });

    for (const fact of FACTS) {
      const version = findVersion(fact, sdk);
      if (version === null || (sdk === real && fact.unverified !== undefined)) continue;
      it(`${fact.id}: ${fact.says}${version === sdk.version ? '' : `, as release ${version}`}`, () =>
        fact.check((options) => stage.open(options, version)));
    }
  });
}

/** Looks at what is not certain, and says what is so. */
async function report(stage: SdkStage, sdk: SdkSource): Promise<void> {
  for (const {unverified, id, says, check, ...fact} of FACTS) {
    if (unverified === undefined || !isOf(fact, sdk.version)) continue;
    const outcome = await check(stage.open).then(
      () => 'it is so',
      (error: unknown) => `it is not so: ${String(error)}`,
    );
    console.log(`Reported only, because ${unverified}: ${id}: ${says}: ${outcome}`);
    await stage.reset();
  }
}

/** The release as which a fact is looked at: the file's own, and any of the stand-in's. Null: not one of the file's. */
function findVersion(fact: Fact, {file, version}: SdkSource): string | null {
  if (isOf(fact, version)) return version;
  if (file !== undefined) return null;
  return RELEASES.find((release) => isOf(fact, release)) ?? null;
}

after(async () => {
  console.log(`The SDK’s contract was run on ${await describeSource(STAND_IN)}.`);
  console.log(real ? `The SDK’s contract was run on ${await describeSource(real)}.` : NO_REAL_SDK);
  for (const line of NOT_ESTABLISHED) console.log(`Not established: ${line}`);
});
