// Chai alone: what else the tests use brings Lit, which the tests of hydration must prepare first.
import {expect} from '@esm-bundle/chai';

/** What chai leaves of a failed comparison. The runner copies both sides, with all that they lead to. */
type Compared = Partial<Record<'actual' | 'expected', unknown>>;

/** A node in words: copied, it would take its page and all scripts with it, and the run would never end. */
function describeNodes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(describeNodes);
  if (!(value instanceof Node)) return value;
  return value instanceof Element ? (value.cloneNode() as Element).outerHTML : value.nodeName;
}

const assertions = Object.getPrototypeOf(expect(null)) as {assert: (...parts: unknown[]) => void};
const {assert} = assertions;

/** Lets a comparison of nodes fail as any other does. */
assertions.assert = function (...parts) {
  try {
    assert.apply(this, parts);
  } catch (error) {
    const compared = error as Compared;
    compared.actual = describeNodes(compared.actual);
    compared.expected = describeNodes(compared.expected);
    throw error;
  }
};
