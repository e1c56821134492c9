// Chai alone: what else the tests use brings Lit, which the tests of hydration must prepare first.
import {expect} from '@esm-bundle/chai';

/** Both sides of a failed comparison, as chai leaves them. The runner copies them with all that they refer to. */
type Compared = Partial<Record<'actual' | 'expected', unknown>>;

/** Puts the markup in place of a node: the runner would copy its whole page with it, and never end. */
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
