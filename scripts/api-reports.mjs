// test/package/api/*.api.md: what each entry of the package with types declares, rolled up to one report.
//   npm run api  writes them anew, from dist/
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel} from '@microsoft/api-extractor';

export const REPORTS = 'test/package/api';

/** `.` → `index`, `./sync/define` → `sync-define`. */
const toReportName = (entry) => entry.slice(2).replaceAll('/', '-') || 'index';

/** Reads the entries with types. A style sheet declares nothing. */
function readEntries(root) {
  const {exports} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.entries(exports)
    .filter(([entry, {types}]) => types && !entry.endsWith('.css'))
    .map(([entry, {types}]) => ({name: toReportName(entry), types: resolve(root, types)}));
}

function toConfig(root, output, {name, types}) {
  const off = {default: {logLevel: ExtractorLogLevel.None}};
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, 'package.json'),
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: types,
      newlineKind: 'lf',
      compiler: {overrideTsconfig: {extends: './tsconfig.build.json', include: ['dist/index.d.ts']}},
      apiReport: {
        enabled: true,
        reportFileName: name,
        reportFolder: output,
        reportTempFolder: join(output, 'temp'),
        includeForgottenExports: true,
      },
      docModel: {enabled: false},
      dtsRollup: {enabled: false},
      tsdocMetadata: {enabled: false},
      messages: {
        compilerMessageReporting: {default: {logLevel: ExtractorLogLevel.Error}},
        extractorMessageReporting: off,
        tsdocMessageReporting: off,
      },
    },
  });
}

/**
 * Keeps what a site can rely on. Protected members serve this package's own elements, and whether something has a comment
 * changes nothing for a site.
 */
function toDeclarations(report) {
  return report
    .replace(/^ *\/\/ (@public)?( ?\(undocumented\))?\n/gm, '')
    .replace(/^( +)protected .*(\n\1[ }].*)*\n/gm, '');
}

function keepErrors(message) {
  if (message.logLevel !== ExtractorLogLevel.Error) message.handled = true;
}

/** The reports of a built package: the text of each by the name of its file. */
export function makeReports(root = process.cwd()) {
  const output = mkdtempSync(join(tmpdir(), 'api-reports-'));
  try {
    const configs = readEntries(root).map((entry) => toConfig(root, output, entry));
    const additionalEntryPoints = configs.map(({mainEntryPointFilePath}) => mainEntryPointFilePath);
    // One program for all entries: parsing the declarations takes longest.
    const compilerState = CompilerState.create(configs[0], {additionalEntryPoints});
    for (const config of configs) {
      const {succeeded} = Extractor.invoke(config, {compilerState, localBuild: true, messageCallback: keepErrors});
      if (!succeeded) throw new Error(`No report of ${config.mainEntryPointFilePath}.`);
    }
    const files = readdirSync(output).filter((file) => file.endsWith('.api.md'));
    return new Map(files.sort().map((file) => [file, toDeclarations(readFileSync(join(output, file), 'utf8'))]));
  } finally {
    rmSync(output, {recursive: true});
  }
}

/** Writes the reports, and removes those of entries that are gone. */
function writeReports() {
  const reports = makeReports();
  for (const file of readdirSync(REPORTS)) if (!reports.has(file)) rmSync(join(REPORTS, file));
  for (const [file, text] of reports) writeFileSync(join(REPORTS, file), text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeReports();
