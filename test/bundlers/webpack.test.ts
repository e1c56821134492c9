import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {BASE, type BuildRequest, type Built, renderClassic, serveFiles} from '../support/bundles/built.js';
import {describeBuilders} from '../support/bundles/journey.js';
import {installProject, runOrThrow} from '../support/bundles/packed-package.js';

/** Its files are at another origin, which only the page knows. */
async function build({folder, entries, apiUrl}: BuildRequest): Promise<Built> {
  await runOrThrow(process.execPath, join(folder, 'build.mjs'), ...entries);
  const out = join(folder, 'out');
  const files = new Map<string, string>();
  for (const name of await readdir(out)) files.set(name, await readFile(join(out, name), 'utf8'));
  return serveFiles(
    files,
    (entry, nonce) => `<meta name="files" content="${apiUrl}${BASE}">\n${renderClassic(entry, nonce)}`,
  );
}

const BUILDERS = {
  'webpack, with strict-dynamic': {hasChunks: true, build},
  'webpack, by a nonce alone': {hasChunks: true, build, isByNonceAlone: true},
};

describeBuilders('the packed package, built by', BUILDERS, {
  createProject: () => installProject('test/bundlers/webpack'),
  // Of webpack's own chunk loader, beside ours and Lit's.
  trustedTypes: 'webpack',
  hasGlobals: true,
});
