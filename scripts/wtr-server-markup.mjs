import {rmSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {Worker} from 'node:worker_threads';
import {build} from 'esbuild';

const toPath = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Renders elements for a page of the web test runner as a site's server does: the command `server-markup` takes markup and
 * gives it back with the shadow roots of our elements in it. In a thread of its own, because Lit's server build brings
 * globals; started when the first page asks for `page`, which takes longer to load than the thread.
 */
export function serverMarkup({page}) {
  const waiting = [];
  // Its imports are found from here.
  const bundle = toPath(`../node_modules/.cache/server-renderer-${process.pid}.mjs`);
  let renderer;

  async function start() {
    const entryPoints = [toPath('../test/elements/support/server-renderer.ts')];
    await build({
      entryPoints,
      outfile: bundle,
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      ignoreAnnotations: true,
    });
    // What it says of attributes that are wrong, the page says too.
    const worker = new Worker(bundle, {stderr: true});
    worker.on('message', (markup) => waiting.shift().resolve(markup));
    worker.on('error', (error) => {
      for (const {reject} of waiting.splice(0)) reject(error);
    });
    return worker;
  }

  return {
    name: 'server-markup',
    serve({path}) {
      if (path === page) renderer ??= start();
    },
    async executeCommand({command, payload}) {
      if (command !== 'server-markup') return undefined;
      const worker = await (renderer ??= start());
      return new Promise((resolve, reject) => {
        waiting.push({resolve, reject});
        worker.postMessage(payload);
      });
    },
    async serverStop() {
      const worker = await renderer;
      await worker?.terminate();
      rmSync(bundle, {force: true});
    },
  };
}
