import {expect} from '@open-wc/testing';
import {toLine} from '../../../src/client/report/lines.js';
import type {Problem, ProblemFacts} from '../../../src/client/state/problem.js';
import rows from './lines.json' with {type: 'json'};

/** A line or more of each kind of facts, and of texts. */
const {facts, ...texts} = rows;
const FACTS: Readonly<Record<ProblemFacts['kind'], unknown[]>> = facts;

describe('the line for the developer', () => {
  for (const [problem, line] of [...Object.values(FACTS), ...Object.values(texts)].flat() as [Problem, string][]) {
    it(`of ${JSON.stringify(problem)} is ${JSON.stringify(line.slice(0, 60))}`, () => {
      expect(toLine(problem)).to.equal(line);
    });
  }
});
