import {after, describe} from 'node:test';
import {startKit} from './backends.js';
import {readTarget} from './target.js';
import {defineTrials} from './trials.js';

// BACKEND_URL names a backend in any language; docs/en/backend/any-backend.md tells what else there is to set.
const given = readTarget(process.env);
const {target, close} = given ? {target: given, close: () => Promise.resolve()} : await startKit();

describe(`the backend${given ? ` at ${given.url}` : ' of the server kit'}`, () => {
  after(close);

  defineTrials(() => target, {hasClock: target.setClock !== undefined, isTold: given !== null});
});
