import {startFromHead} from './head.js';

const tag = document.currentScript;
if (tag instanceof HTMLScriptElement) startFromHead(tag);
