import {existsSync} from 'node:fs';
import {readSettings} from './settings.js';
import {startDemo} from './start.js';

if (existsSync('.env')) process.loadEnvFile('.env');

try {
  const demo = await startDemo({
    ...readSettings(process.env),
    hasFirstMembers: true,
    log: (line) => console.error(`${new Date().toISOString()} ${line}`),
  });
  console.log(`
  온달 · the demo shop   ${demo.shopUrl}
  ${demo.emulatorUrl === undefined ? 'Kakao itself           (keys from .env)' : `Kakao, emulated        ${demo.emulatorUrl}`}

  Try
    ${demo.shopUrl}/                   sign up with the yellow button
    ${demo.shopUrl}/products/moon-jar  the page that people share; buy something
    ${demo.shopUrl}/account            the member's page: terms, consent record, channel
    ${demo.shopUrl}/event              a campaign page with one script tag
    ${demo.shopUrl}/operator           notices from Kakao that wait or have failed
    ${demo.shopUrl}/operator/funnel    what became of visitors, by campaign; allow the statistics first
    ${demo.shopUrl}/?lang=en           the same in English
    npm run dev                      every look of the button, in another terminal
${
  demo.emulatorUrl === undefined
    ? ''
    : `    ${demo.emulatorUrl}/__emulator/chat  a link in KakaoTalk: members are signed in without a press
    ${demo.emulatorUrl}/__emulator  who is linked, unlink somebody, start again, play KakaoTalk; add a term, and see members asked for it
    sign up as 윤미확                    somebody who was a member before Kakao: "connect your account"\n`
}
  Stop with Ctrl+C. Members are kept in ${
    process.env['DATABASE_URL']
      ? 'your PostgreSQL'
      : `${process.env['DEMO_DATA'] ?? '.demo-data'}; delete it to start again`
  }.
`);
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(1);
      isStopping = true;
      void demo.close().then(() => process.exit(0));
    });
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
