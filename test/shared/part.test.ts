import {expect} from '@open-wc/testing';
import {KakaoSyncError} from '../../src/shared/kakao-sync-error.js';
import {definePart, withPart} from '../../src/shared/part.js';

describe('a part of the code', () => {
  it('is loaded once for all who ask', async () => {
    let fetched = 0;
    const part = definePart(async () => {
      fetched += 1;
      return Promise.resolve({name: 'leave'});
    });

    expect(part.content).to.equal(null);
    const loaded = await Promise.all([part.load(), part.load(), withPart(part, ({name}) => name)]);

    expect(loaded).to.deep.equal([{name: 'leave'}, {name: 'leave'}, 'leave']);
    expect(part.content).to.deep.equal({name: 'leave'});
    expect(fetched).to.equal(1);
  });

  for (const [how, fetchPart] of [
    ['rejects', () => Promise.reject(new Error('offline'))],
    // A page of Vite's that has prevented `vite:preloadError`.
    ['comes to nothing', () => Promise.resolve(undefined as never)],
    [
      'throws',
      () => {
        throw new Error('offline');
      },
    ],
  ] as const) {
    it(`that cannot be had, because its import ${how}, is asked for anew by the next`, async () => {
      let fetched = 0;
      const part = definePart<string>(() => {
        fetched += 1;
        return fetched === 1 ? fetchPart() : Promise.resolve('there');
      });

      const error: unknown = await part.load().catch((thrown: unknown) => thrown);

      expect(error).to.be.instanceOf(KakaoSyncError);
      expect((error as KakaoSyncError).code).to.equal('part_unavailable');
      expect(part.content).to.equal(null);
      expect(await part.load()).to.equal('there');
    });
  }

  it('that the build holds is there at once, and is not fetched', () => {
    const part = definePart<string>(() => Promise.reject(new Error()));
    part.provide('there');
    let seen = '';

    void withPart(part, (content) => (seen = content));

    expect(seen).to.equal('there');
  });
});
