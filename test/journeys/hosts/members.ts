import {addChannel, createKakaoSync, openChat, prepareChannel} from 'kakao-sync-widget/client';
import type {KakaoSyncConfig} from 'kakao-sync-widget/client';

// A site without elements: its own buttons, and what they ask of the client. The configuration is the page's, as JSON.
const CHANNEL = '_emulator';
const root = document.querySelector<HTMLElement>('[data-config]');
const client = createKakaoSync(JSON.parse(root?.dataset['config'] ?? '{}') as KakaoSyncConfig);

const ACTIONS: Record<string, (source: HTMLElement) => void> = {
  start: (source) => client.login({source}),
  change: (source) => client.login({source, prompt: 'select_account'}),
  link: (source) => client.login({source, purpose: 'link'}),
  // What an element says of itself: the terms that are missing, or those it names.
  agree: (source) =>
    client.requestConsent({source, ...(source.dataset['tags'] && {terms: source.dataset['tags'].split(',')})}),
  scope: (source) => client.requestConsent({source, terms: [], scope: [source.dataset['scope'] ?? '']}),
  add: (source) => addChannel(CHANNEL, {source}),
  chat: (source) => openChat(CHANNEL, {source}),
  logout: () => void client.logout(),
  'logout-account': () => void client.logout({kakaoAccount: true}),
};
for (const button of document.querySelectorAll<HTMLElement>('button[data-action]')) {
  const action = ACTIONS[button.dataset['action'] ?? ''];
  button.addEventListener('click', () => action?.(button));
  const isChannel = /^(add|chat)$/.test(button.dataset['action'] ?? '');
  const purpose = button.dataset['action'] === 'link' ? 'link' : 'login';
  button.addEventListener('focus', () => void (isChannel ? prepareChannel(CHANNEL) : client.prepare({purpose})));
}
client.subscribe(({session}) => {
  const line = document.querySelector('[data-member]');
  if (!line || session.status === 'unknown') return;
  line.textContent = session.status === 'signed-in' ? `회원: ${session.member.name ?? ''}` : '';
  const missing = document.querySelector('[data-missing]');
  if (missing) {
    missing.textContent =
      session.status === 'signed-in' ? (session.missingTerms ?? []).map(({tag}) => tag).join() || '없음' : '';
  }
});
void client.start();
if (root && 'read' in root.dataset) void client.refresh();
