// What the server's tests use of node:test, as tests of mocha.
import {mock} from 'node:test';

// Mocha's functions are new for each file: looked up when called.
export const describe = (name, body) => globalThis.describe(name, body);
export const before = (hook) => globalThis.before(hook);
export const after = (hook) => globalThis.after(hook);

export const test = (name, body) =>
  globalThis.it(name, async () => {
    try {
      await body({mock, diagnostic() {}});
    } finally {
      mock.timers.reset();
      mock.reset();
    }
  });
