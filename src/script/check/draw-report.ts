import {VERDICTS, type Finding} from './finding.js';
import type {CheckTexts} from './texts.js';

/** Handlers of the report's buttons. */
export interface ReportActions {
  readonly again: () => void;
  readonly askNetwork: () => void;
  readonly copy: () => void;
  readonly close: () => void;
}

/** The content of the report. */
export interface ReportContent {
  readonly findings: readonly Finding[];
  /** Whether server and Kakao: not asked (there is something to ask), being asked, or answered; null where there is nothing. */
  readonly network: 'open' | 'asking' | 'done' | null;
  /** Kakao's page for this key and redirect URI, where the page has a key that it takes. */
  readonly kakaoPage: {readonly href: string; readonly redirectUri: string} | undefined;
}

const SIGNS = {good: '✓', bad: '✗', unknown: '?'} as const;

const SHAPE = `
:host { all: initial; }
section {
  box-sizing: border-box; position: fixed; z-index: 2147483647; inset: auto 12px 12px auto;
  width: min(440px, calc(100vw - 24px)); max-height: calc(100vh - 24px); overflow: auto; overscroll-behavior: contain;
  padding: 20px; border: 1px solid #8a8a8a; border-radius: 12px; background: #fff; color: #191919;
  font: 15px/1.5 system-ui, sans-serif; word-break: keep-all; overflow-wrap: anywhere; box-shadow: 0 8px 32px #0004;
}
h2 { min-height: 36px; margin: 0 80px 4px 0; font-size: 18px; }
h2:focus { outline: none; }
p { margin: 0 0 12px; }
ul { margin: 0 0 12px; padding: 0; list-style: none; }
li { display: grid; grid-template-columns: 24px 1fr; padding: 6px 0; border-top: 1px solid #e3e3e3; }
b { font-size: 13px; }
.sign { font-weight: 700; }
.good .sign, .good b { color: #0a6b2d; }
.bad .sign, .bad b { color: #b3140a; }
.unknown .sign, .unknown b { color: #7a4d00; }
button, a {
  box-sizing: border-box; display: inline-block; min-height: 44px; margin: 0 8px 8px 0; padding: 10px 14px;
  border: 1px solid #767676; border-radius: 8px; background: #fff; color: #191919; font: inherit; cursor: pointer;
}
.first { border-color: #191919; background: #191919; color: #fff; }
.close { position: absolute; inset: 12px 12px auto auto; margin: 0; }
:focus-visible { outline: 3px solid #1a5fd0; outline-offset: 2px; }
textarea { color: inherit; background: inherit; }
@media (prefers-color-scheme: dark) {
  section, button, a { background: #1f1f1f; color: #f2f2f2; }
  li { border-color: #444; }
  .first { border-color: #f2f2f2; background: #f2f2f2; color: #191919; }
  .good .sign, .good b { color: #6fd48f; }
  .bad .sign, .bad b { color: #ff9c92; }
  .unknown .sign, .unknown b { color: #f0c36d; }
  :focus-visible { outline-color: #8ab4ff; }
}`;

/** Puts the report into a shadow root, in the place of an earlier one. Only texts: no markup comes from the page. */
export function drawReport(root: ShadowRoot, texts: CheckTexts, content: ReportContent, actions: ReportActions): void {
  const {findings, network, kakaoPage} = content;
  const status = make('p', {role: 'status'}, network === 'asking' ? texts.asking : '');
  const panel = make('section', {role: 'dialog', 'aria-labelledby': 'title', lang: texts.language}, [
    make('h2', {id: 'title', tabindex: '-1'}, texts.title),
    makeButton(texts.close, actions.close, 'close'),
    make('p', {}, network === 'done' ? texts.introDone : texts.intro),
    make(
      'ul',
      {},
      findings.map((finding) => makeLine(finding, texts)),
    ),
    status,
    ...(network === 'open'
      ? [makeButton(texts.askNetwork, actions.askNetwork, 'first'), make('p', {}, texts.askNetworkHint)]
      : []),
    ...(kakaoPage && network === 'done'
      ? [
          make('a', {href: kakaoPage.href, target: '_blank', rel: 'noopener noreferrer'}, texts.registered),
          make('p', {}, texts.registeredHint(kakaoPage.redirectUri)),
        ]
      : []),
    makeButton(texts.copy, actions.copy),
    makeButton(texts.again, actions.again),
  ]);
  panel.addEventListener('keydown', ({key}) => key === 'Escape' && actions.close());
  root.replaceChildren(makeStyle(), panel);
}

/** The style sheet, which a page's policy lets in by its nonce. */
function makeStyle(): HTMLStyleElement {
  const style = make('style', {}, SHAPE);
  const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
  if (nonce) style.nonce = nonce;
  return style;
}

function makeLine({name, fact = ''}: Finding, texts: CheckTexts): HTMLElement {
  const verdict = VERDICTS[name];
  return make('li', {class: verdict}, [
    make('span', {class: 'sign', 'aria-hidden': 'true'}, SIGNS[verdict]),
    make('span', {}, [make('b', {}, `${texts.verdicts[verdict]} `), texts.findings[name](fact)]),
  ]);
}

function makeButton(text: string, onClick: () => void, className = ''): HTMLElement {
  const button = make('button', {type: 'button', class: className}, text);
  button.addEventListener('click', onClick);
  return button;
}

function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>>,
  content: string | readonly (Node | string)[],
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...(typeof content === 'string' ? [content] : content));
  return element;
}

/** The report as text, for whoever is to mend the page. */
export function toText(texts: CheckTexts, findings: readonly Finding[], page: string): string {
  return [
    `${texts.title} – ${page}`,
    ...findings.map(({name, fact = ''}) => {
      const verdict = VERDICTS[name];
      return `${SIGNS[verdict]} ${texts.verdicts[verdict]}: ${texts.findings[name](fact)}`;
    }),
  ].join('\n');
}
