import {keepFirstTouch} from '../analytics/first-touch.js';
import {FIRST_TOUCH, type FirstTouchScript} from './siblings/first-touch-script.js';

const tag = document.currentScript as FirstTouchScript | null;
if (tag) tag[FIRST_TOUCH] = keepFirstTouch;
