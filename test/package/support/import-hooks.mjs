// Prints each import(): what is resolved for a module, and is none of the imports that the module is linked with.
import {writeSync} from 'node:fs';
import {parse} from 'acorn';

const linked = new Map();

export async function resolve(specifier, context, next) {
  const own = linked.get(context.parentURL);
  // At once: a process that ends leaves no time for messages between threads.
  if (own && !own.has(specifier)) writeSync(1, `${specifier} of ${context.parentURL}\n`);
  return next(specifier, context);
}

export async function load(url, context, next) {
  const loaded = await next(url, context);
  if (loaded.format === 'module') {
    const {body} = parse(String(loaded.source), {ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true});
    linked.set(url, new Set(body.flatMap(({source}) => (source ? [source.value] : []))));
  }
  return loaded;
}
