// Brings the channel's customer file right: whom it would get and lose; with --send, for real.
//   npx tsx demo/customer-file.ts [--send] [--show]
import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import {runCustomerFileCommand} from 'kakao-sync-widget/server';
import {openDatabase} from './database.js';
import {EMULATOR_KEYS} from './emulator.js';
import {CHANNEL} from './kakao.js';
import {createNewsletter} from './newsletter.js';
import {readSettings} from './settings.js';

if (existsSync('.env')) process.loadEnvFile('.env');

try {
  const settings = readSettings(process.env);
  const {kakaoKeys, databaseUrl, dataFolder = '.demo-data', emulatorPort = 4000} = settings;
  const {adminKey = '', channel = CHANNEL} = kakaoKeys ?? EMULATOR_KEYS;
  const emulatorUrl = kakaoKeys ? undefined : (settings.emulatorUrl ?? `http://127.0.0.1:${emulatorPort}`);
  const database = await openDatabase(databaseUrl === undefined ? {folder: resolve(dataFolder)} : {url: databaseUrl});
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort()).once('SIGTERM', () => stopping.abort());
  try {
    const {file, members} = createNewsletter({database, adminKey, channel, emulatorUrl});
    const options = {sync: file, members, signal: stopping.signal};
    process.exitCode = await runCustomerFileCommand(process.argv.slice(2), options);
  } finally {
    await database.close();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : 'The command failed.');
  process.exitCode = 1;
}
