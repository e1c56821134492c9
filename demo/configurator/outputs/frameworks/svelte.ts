import type {Settings} from '../../settings.js';
import {indent} from '../text/escape.js';
import {toButton, toProgram} from './program.js';

/** A Svelte component. */
export function toSvelte(settings: Settings): string {
  const {hideForMembers} = settings;
  const {slots} = toButton(settings);
  const texts = Object.entries(slots).map(([slot, text]) => `const ${slot} = ${text};\n`);
  const script = `${hideForMembers ? "import {onMount} from 'svelte';\n" : ''}${toProgram(settings)}${
    texts.length > 0 ? `\n${texts.join('')}` : ''
  }${hideForMembers ? HIDE : ''}`;
  const element = toElement(settings);
  return `<script>
${indent(script, 2)}</script>

${hideForMembers ? `{#if !isMember}\n${indent(element, 2)}{/if}\n` : element}`;
}

const HIDE = `
let isMember = false;
onMount(() => {
  void kakao.refresh();
  return kakao.subscribe(({session}) => (isMember = session.status === 'signed-in'));
});
`;

function toElement(settings: Settings): string {
  const {attributes, style, align, slots} = toButton(settings);
  const pairs = [
    ...Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`),
    ...Object.entries(style).map(([name, value]) => ` style:${name}="${value}"`),
  ].join('');
  const children = Object.keys(slots).map((slot) => `  <span slot="${slot}">{${slot}}</span>\n`);
  const inside = children.length > 0 ? `\n${children.join('')}` : '';
  const button = `<kakao-login-button${pairs}>${inside}</kakao-login-button>\n`;
  return align ? `<div style:text-align="${align}">\n${indent(button, 2)}</div>\n` : button;
}
