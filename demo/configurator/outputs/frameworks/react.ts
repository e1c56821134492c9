import type {Settings} from '../../settings.js';
import {indent} from '../text/escape.js';
import {toButton, toProgram} from './program.js';

/** A React component. */
export function toReact(settings: Settings): string {
  const {hideForMembers} = settings;
  const hooks = hideForMembers ? "import {useEffect, useState} from 'react';\n" : '';
  const [first = '', ...rest] = toProgram(settings).split('\n\n');
  return `${hooks}${first}
import type {} from 'kakao-sync-widget/react';

${rest.join('\n\n')}
export function KakaoLogin() {
${hideForMembers ? HIDE : ''}  return (
${indent(toElement(settings), 4)}  );
}
`;
}

const HIDE = `  const [isMember, setIsMember] = useState(false);
  useEffect(() => {
    void kakao.refresh();
    return kakao.subscribe(({session}) => setIsMember(session.status === 'signed-in'));
  }, []);
  if (isMember) return null;
`;

function toElement(settings: Settings): string {
  const {attributes, style, align, slots} = toButton(settings);
  const pairs = [
    ...Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`),
    ...(Object.keys(style).length > 0 ? [` style={{${toStyle(style)}}}`] : []),
  ].join('');
  const children = Object.entries(slots).map(([slot, text]) => `  <span slot="${slot}">{${text}}</span>\n`);
  const button =
    children.length > 0
      ? `<kakao-login-button${pairs}>\n${children.join('')}</kakao-login-button>\n`
      : `<kakao-login-button${pairs} />\n`;
  return align ? `<div style={{textAlign: '${align}'}}>\n${indent(button, 2)}</div>\n` : button;
}

function toStyle(style: Readonly<Record<string, string>>): string {
  return Object.entries(style)
    .map(([name, value]) => `${toName(name)}: '${value}'`)
    .join(', ');
}

/** `margin-top` → `marginTop`. A custom property keeps its name. */
const toName = (name: string): string =>
  name.startsWith('--') ? `'${name}'` : name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
