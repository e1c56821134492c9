// TypeScript and ESLint on one program: reading all files, and finding their types, takes most of the time of either.
import {ESLint} from 'eslint';
import ts from 'typescript';

/** Where the types are wrong, as tsc tells it. */
function findErrors(program) {
  const errors = ts.getPreEmitDiagnostics(program);
  return ts.formatDiagnosticsWithColorAndContext(errors, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: ts.sys.getCurrentDirectory,
    getNewLine: () => '\n',
  });
}

async function lint(program) {
  const eslint = new ESLint({
    overrideConfig: {
      files: ['**/*.{ts,tsx}'],
      languageOptions: {parserOptions: {projectService: false, programs: [program]}},
    },
  });
  const results = await eslint.lintFiles('.');
  const {format} = await eslint.loadFormatter();
  return format(results);
}

const {fileNames, options, errors} = ts.parseJsonConfigFileContent(
  ts.readConfigFile('tsconfig.json', ts.sys.readFile).config,
  ts.sys,
  '.',
);
if (errors.length > 0) throw new Error(ts.flattenDiagnosticMessageText(errors[0].messageText, '\n'));
const program = ts.createProgram(fileNames, options);
const found = `${findErrors(program)}${await lint(program)}`;
if (found !== '') {
  console.log(found);
  process.exitCode = 1;
}
