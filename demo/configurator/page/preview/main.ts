import '../../../../src/define.js';
import type {KakaoLoginButton} from '../../../../src/elements/login-button/login-button.js';
import {toOwnText, toPlaceStyle, toSize} from '../../outputs/look.js';
import type {Settings} from '../../settings.js';
import {createScriptedClient} from './scripted-client.js';
import {readMessage, type PreviewMessage, type PreviewSettings} from './settings.js';

/** What a page around the button says, by its language. */
const PAGE = {
  ko: {
    title: '회원가입',
    lead: '3초면 끝나요.',
    others: ['네이버로 시작하기', 'Apple로 시작하기', '이메일로 시작하기'],
    hidden: '회원이라 버튼이 숨겨졌어요.',
    shown: '회원에게도 버튼이 보여요.',
  },
  en: {
    title: 'Sign up',
    lead: 'It takes three seconds.',
    others: ['Start with Naver', 'Start with Apple', 'Start by e-mail'],
    hidden: 'Hidden, since this is a member.',
    shown: 'Members see the button too.',
  },
  ja: {
    title: '会員登録',
    lead: '3秒で完了します。',
    others: ['NAVERではじめる', 'Appleではじめる', 'メールではじめる'],
    hidden: '会員のため、ボタンは表示されません。',
    shown: '会員にもボタンが表示されます。',
  },
} as const;

const find = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;

const tell = (message: PreviewMessage): void => parent.postMessage(message, location.origin);

let shown: PreviewSettings['state'] | undefined;

const scripted = createScriptedClient((state) => {
  shown = state;
  tell({kind: 'preview-state', state});
});
const button = find('button') as KakaoLoginButton;
button.client = scripted.client;

addEventListener('message', (event) => {
  const message = readMessage(event, parent);
  if (message?.kind === 'preview-draw') draw(message.settings, message.preview);
});
tell({kind: 'preview-ready'});

function draw(settings: Settings, preview: PreviewSettings): void {
  const {locale, scheme, state, isStacked} = preview;
  const texts = PAGE[locale];
  document.documentElement.lang = locale;
  document.documentElement.dataset['scheme'] = scheme;
  find('title').textContent = texts.title;
  find('lead').textContent = texts.lead;
  drawButton(settings, state);
  find('others').hidden = !isStacked;
  [...find('others').children].forEach((other, index) => {
    other.textContent = texts.others[index] ?? '';
  });
  const isHidden = state === 'member' && settings.hideForMembers;
  find('place').hidden = isHidden;
  find('note').textContent = state === 'member' ? texts[isHidden ? 'hidden' : 'shown'] : '';
}

function drawButton(settings: Settings, state: PreviewSettings['state']): void {
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
  if (state !== shown) scripted.show(state, button);
  shown = state;
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
