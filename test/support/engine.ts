export type EngineName = 'chromium' | 'firefox' | 'webkit';

/** What tests ask of a browser besides showing pages. */
export type Ability = 'media' | 'refuse localStorage' | 'refuse storage' | 'narrow pages' | 'words of a megabyte';

/** What cannot be asked of an engine, and why: tests that need it are left out there, and the run says so. */
const LIMITS: Readonly<Record<EngineName, Partial<Record<Ability, string>>>> = {
  chromium: {},
  firefox: {'refuse localStorage': 'it has one switch for both storages'},
  webkit: {
    media: 'WebDriver has no command for dark pages, forced colours or reduced motion',
    'refuse storage': 'MiniBrowser can switch off localStorage alone',
    'narrow pages': 'MiniBrowser’s window is at least 447 pixels wide',
    'words of a megabyte': 'it needs minutes to break one into lines',
  },
};

/** Node's tests are told their engine by the environment; a page is told by the web test runner. */
declare global {
  var testEngine: EngineName | undefined;
}

/** The engine of this run. */
export const engine = globalThis.testEngine ?? readEnvironment();

function readEnvironment(): EngineName {
  const name = process.env['ENGINE'] ?? 'chromium';
  if (!(name in LIMITS)) throw new Error(`ENGINE is ${Object.keys(LIMITS).join(', ')}, not "${name}".`);
  return name as EngineName;
}

/** Whether this run's engine can do what a test needs. Where not, prints the line that the run's last table is made of. */
export function can(ability: Ability, title: string): boolean {
  const reason = LIMITS[engine][ability];
  if (reason !== undefined) console.log(`left out in ${engine}: ${title} | ${reason}`);
  return reason === undefined;
}
