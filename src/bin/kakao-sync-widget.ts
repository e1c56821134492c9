#!/usr/bin/env node
import {runDoctorCommand} from '../doctor/command.js';
import {runEmulatorCommand} from '../emulator/node/command.js';

const COMMANDS: ReadonlyMap<string | undefined, (args: readonly string[]) => Promise<number>> = new Map([
  ['doctor', runDoctorCommand],
  ['emulator', runEmulatorCommand],
]);

const HELP = `Usage: kakao-sync-widget COMMAND [options]

  doctor    says what is wrong with a site's settings, and what to do · 사이트 설정의 문제와 해결 방법을 알려 줍니다
  emulator  plays Kakao on this machine · 이 컴퓨터에서 카카오 역할을 합니다

COMMAND --help lists the options.
`;

const [name, ...args] = process.argv.slice(2);
const run = COMMANDS.get(name);
if (run) process.exitCode = await run(args);
else if (name === '--help') process.stdout.write(HELP);
else {
  process.stderr.write(HELP);
  process.exitCode = 2;
}
