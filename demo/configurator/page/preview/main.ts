import '../../../../src/define.js';
import type {KakaoLoginButton} from '../../../../src/elements/login-button/login-button.js';
import {toOwnText, toPlaceStyle, toSize} from '../../outputs/look.js';
import type {Settings} from '../../settings.js';
import {createView} from '../../../../src/sheet/view.js';
import {createScriptedClient} from './scripted-client.js';
import {readMessage, toPreviewState, type PreviewEnd, type PreviewMessage, type PreviewSettings} from './settings.js';

/** What a page around the button says, by its language. */
const PAGE = {
  ko: {
    title: '회원가입',
    lead: '3초면 끝나요.',
    others: ['네이버로 시작하기', 'Apple로 시작하기', '이메일로 시작하기'],
    joined: (name: string) => `${name} 님, 가입이 완료됐어요.`,
    entered: (name: string) => `${name} 님, 로그인됐어요.`,
    cancelled: '취소하고 돌아왔어요. 버튼을 다시 누를 수 있어요.',
    hidden: '회원이라 버튼이 숨겨졌어요.',
    shown: '회원에게도 버튼이 보여요.',
  },
  en: {
    title: 'Sign up',
    lead: 'It takes three seconds.',
    others: ['Start with Naver', 'Start with Apple', 'Start by e-mail'],
    joined: (name: string) => `${name}, you have signed up.`,
    entered: (name: string) => `${name}, you are signed in.`,
    cancelled: 'Back after cancelling. The button can be pressed again.',
    hidden: 'Hidden, since this is a member.',
    shown: 'Members see the button too.',
  },
  ja: {
    title: '会員登録',
    lead: '3秒で完了します。',
    others: ['NAVERではじめる', 'Appleではじめる', 'メールではじめる'],
    joined: (name: string) => `${name}さん、会員登録が完了しました。`,
    entered: (name: string) => `${name}さん、ログインしました。`,
    cancelled: 'キャンセルして戻りました。もう一度ボタンを押せます。',
    hidden: '会員のため、ボタンは表示されません。',
    shown: '会員にもボタンが表示されます。',
  },
} as const;

const find = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;

const tell = (message: PreviewMessage): void => parent.postMessage(message, location.origin);

type State = PreviewSettings['state'];

/** What the page last asked for, and what is shown: a press leads on by itself. */
let asked: State | undefined;
let shown: State = 'normal';
/** How the last login that was tried out has ended, while the page shows it. */
let ended: PreviewEnd | null = null;

const scripted = createScriptedClient((state) => {
  shown = state;
  ended = null;
  tell({kind: 'preview-state', state});
});
const button = find('button') as KakaoLoginButton;

/** What the sheet last said, so that one that was closed stays closed until it says something else. */
let sheetWords = '';
let closeSheet = (): void => undefined;

button.client = scripted.client;

addEventListener('message', (event) => {
  const message = readMessage(event, parent);
  if (message?.kind === 'preview-draw') draw(message.settings, message.preview);
  if (message?.kind === 'preview-end') finish(message.end);
});
tell({kind: 'preview-ready'});

let last: {readonly settings: Settings; readonly preview: PreviewSettings} | null = null;

function draw(settings: Settings, preview: PreviewSettings): void {
  last = {settings, preview};
  const {locale, scheme, isStacked} = preview;
  const state = follow(preview.state);
  const texts = PAGE[locale];
  document.documentElement.lang = locale;
  document.documentElement.dataset['scheme'] = scheme;
  find('title').textContent = texts.title;
  find('lead').textContent = texts.lead;
  drawButton(settings);
  find('others').hidden = !isStacked;
  [...find('others').children].forEach((other, index) => {
    other.textContent = texts.others[index] ?? '';
  });
  drawSheet(settings, state);
  const isHidden = state === 'member' && settings.hideForMembers;
  find('place').hidden = isHidden;
  const member = state === 'member' ? texts[isHidden ? 'hidden' : 'shown'] : '';
  find('note').textContent = [toEndText(locale), member].filter(Boolean).join(' ');
}

/** What a site would say of an end: of a failure, the button does. */
function toEndText(locale: PreviewSettings['locale']): string {
  const {outcome} = ended ?? {};
  const texts = PAGE[locale];
  if (outcome?.end === 'cancelled') return texts.cancelled;
  return outcome?.end === 'signed-in'
    ? texts[outcome.isNewMember ? 'joined' : 'entered'](outcome.member.name ?? '')
    : '';
}

function finish(end: PreviewEnd): void {
  ended = end;
  shown = toPreviewState(end);
  scripted.finish(end, button);
  if (last) draw(last.settings, last.preview);
}

/** A page that has not heard of a press yet asks for what it asked for before. */
function follow(state: State): State {
  if (state !== asked && state !== shown) {
    shown = state;
    ended = null;
    scripted.show(state, button);
  }
  asked = state;
  return shown;
}

/** The sheet over the page, for whoever is no member. */
function drawSheet({place, sheet, sheetText}: Settings, state: State): void {
  const isAsked = sheet !== 'none' && place !== 'framework' && state === 'normal';
  const words = isAsked ? `${sheet} ${sheetText.trim()} ${document.documentElement.lang}` : '';
  if (words === sheetWords) return;
  sheetWords = words;
  closeSheet();
  if (!isAsked) return;
  const view = createView(scripted.client, {text: sheetText.trim() || undefined}, Date.now, () => undefined);
  closeSheet = () => view.remove();
  view.open(false);
  const root = document.querySelector('kakao-sync-sheet')?.shadowRoot;
  const inside = root?.querySelector('kakao-login-button');
  if (inside) inside.client = scripted.client;
  // The frame is lower than any phone.
  root?.querySelector<HTMLElement>('.panel')?.style.setProperty('max-height', 'none');
}

function drawButton(settings: Settings): void {
  const place = find('place');
  place.removeAttribute('style');
  for (const [name, value] of Object.entries(toPlaceStyle(settings))) place.style.setProperty(name, value);
  if (settings.bubble.trim()) place.style.paddingTop = '40px';
  if (settings.locale === 'auto') place.removeAttribute('lang');
  else place.lang = settings.locale;
  button.label = settings.label === 'login' ? 'login' : 'start';
  button.layout = settings.layout;
  button.size = toSize(settings) ?? 'medium';
  // The element sees a layout of its markup in its styles.
  button.setAttribute('layout', settings.layout);
  fillSlot('label', toOwnText(settings));
  fillSlot('bubble', settings.bubble.trim());
}

/** Put in and taken out, as on a page: without words there is no bubble. */
function fillSlot(slot: string, words: string): void {
  const there = button.querySelector(`[slot=${slot}]`);
  if (!words) {
    there?.remove();
    return;
  }
  const span = there ?? document.createElement('span');
  span.slot = slot;
  if (span.textContent !== words) span.textContent = words;
  if (!there) button.append(span);
}
