// Lets component tests that need no page run in Node: their `expect` is chai's own, and what generates inputs has a seed.
import {register} from 'node:module';

register(
  `data:text/javascript,${encodeURIComponent(`
    export async function resolve(specifier, context, next) {
      return next(specifier === '@open-wc/testing' ? '@esm-bundle/chai/esm/chai.js' : specifier, context);
    }`)}`,
);
