import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {openBrowser} from './browser.js';
import {findPublishedRelease} from './published-releases.js';

/** A file of Kakao's JavaScript SDK that tests run. */
export interface SdkSource {
  readonly name: 'the stand-in' | 'the file of KAKAO_SDK_FILE';
  /** Undefined: the emulator makes it. */
  readonly file?: string;
  readonly version: string;
}

const VARIABLE = 'KAKAO_SDK_FILE';
const DOWNLOAD = 'https://developers.kakao.com/docs/latest/en/javascript/download';

/**
 * The file that `KAKAO_SDK_FILE` names, or null where it names none.
 * @throws {Error} where there is no such file, or it brings no `Kakao` of release 2.
 */
export async function findRealSdk(): Promise<SdkSource | null> {
  const file = process.env[VARIABLE];
  if (!file) return null;
  return {name: `the file of ${VARIABLE}`, file, version: await readVersion(file)};
}

/** What a run has to do with, for whoever reads its output. */
export async function describeSource({name, file, version}: SdkSource): Promise<string> {
  if (file === undefined) return `${name}, as release ${version}`;
  const integrity = toIntegrity(await readFile(file));
  const published = findPublishedRelease(integrity);
  const origin = published
    ? `as Kakao has published it for ${published}`
    : 'NOT KNOWN as a file of Kakao’s: compare it with the hash on Kakao’s download page';
  return `${name}: release ${version}, ${integrity} (${origin})`;
}

export const NO_REAL_SDK = `The real file was not run: set ${VARIABLE}=/path/to/kakao.min.js (download it from ${DOWNLOAD}).`;

/** The Subresource Integrity value of a file. */
export function toIntegrity(bytes: Uint8Array): string {
  return `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
}

/** What it says of itself once it has run: its text may say it in any way. */
async function readVersion(file: string): Promise<string> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({path: file});
    const version = await page.evaluate(() => String((globalThis as {Kakao?: {VERSION?: unknown}}).Kakao?.VERSION));
    if (/^2\.\d+\.\d+$/.test(version)) return version;
    throw new Error(`${VARIABLE}: ${file} brings no Kakao of release 2. Its VERSION: ${version}.`);
  } finally {
    await browser.close();
  }
}
