// Lets both kinds of tests run in Stryker's mocha, in one process: component tests that need no page, with chai itself
// for their `expect`, and Node's, on mocha's own functions.
import {register} from 'node:module';

const NODE_TEST = new URL('./node-test.mjs', import.meta.url).href;

// Before Mocha is loaded: it imports test files only where they cannot be required, and what is required passes the hooks
// below by.
Object.defineProperty(process.features, 'require_module', {value: false});

register(
  `data:text/javascript,${encodeURIComponent(`
    export async function resolve(specifier, context, next) {
      if (specifier === '@open-wc/testing') return next('@esm-bundle/chai/esm/chai.js', context);
      if (specifier !== 'node:test' || context.parentURL === '${NODE_TEST}') return next(specifier, context);
      return {url: '${NODE_TEST}', shortCircuit: true};
    }`)}`,
);

// A machine that has no time for a test would look like a test that notices: Stryker's own limit is the only one.
const {default: Mocha} = await import('mocha');
const {timeout} = Mocha.Runnable.prototype;
Mocha.Runnable.prototype.timeout = function (...milliseconds) {
  return timeout.apply(this, milliseconds.length > 0 ? [0] : []);
};
