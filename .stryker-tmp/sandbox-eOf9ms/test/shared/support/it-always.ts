import fc from 'fast-check';
import {factor, runs, seed, type Family} from '../../support/family.js';

/** A test of a property on generated inputs, counted in a family where there is one. A failure names the seed and path that repeat it. */
export function itAlways<Inputs extends unknown[]>(
  sentence: string,
  property: fc.IProperty<Inputs>,
  base: number,
  family?: Family,
) {
  it(sentence, () => {
    if (family) family.always(base, property);
    else fc.assert(property, {seed, numRuns: runs(base)});
  }).timeout(60_000 * factor);
}

/** Any text of whole characters. */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  const character = fc.oneof(fc.nat(0x7f), fc.nat(0xd7ff), fc.integer({min: 0xe000, max: 0x10ffff}));
  return fc.array(character, {maxLength}).map((numbers) => String.fromCodePoint(...numbers));
}
