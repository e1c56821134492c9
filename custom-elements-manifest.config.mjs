import {readFileSync} from 'node:fs';
import {createPlugins} from './scripts/manifest/plugins.mjs';

export default {
  globs: ['src/elements/**/*.ts'],
  litelement: true,
  outdir: '.',
  quiet: true,
  plugins: createPlugins(),
  /** In the order of their names: the file system gives them in the order in which its folders were read. */
  overrideModuleCreation: ({ts, globs}) =>
    [...globs]
      .sort()
      .map((path) => ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2015, true)),
};
