#!/usr/bin/env node
import {runEmulatorCommand} from './node/command.js';

process.exitCode = await runEmulatorCommand(process.argv.slice(2));
