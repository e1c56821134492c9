import 'kakao-sync-widget/define';
import type {} from 'kakao-sync-widget/client';
import {measure} from './measure.js';

const account = document.querySelector<HTMLAnchorElement>('[data-account]');
/** With the emulator only: the way to its KakaoTalk, where no window of it has opened. */
const talk = document.querySelector<HTMLElement>('[data-talk]');
const notice = document.querySelector<HTMLElement>('[data-notice]');
const wait = document.querySelector<HTMLElement>('[data-wait]');
const failed = document.querySelector<HTMLElement>('[data-failed]');

// Not before: the element makes the page's client once it has read its attributes.
void customElements.whenDefined('kakao-sync').then(() => {
  const client = document.querySelector('kakao-sync')?.client;
  if (client) measure(client);
});

// Arrives on the page where the login ends, also when it began elsewhere.
document.addEventListener('kakao-login-success', ({detail: {purpose, isNewMember, member}}) => {
  if (purpose !== 'login') return;
  const {welcomeNew, welcomeBack} = notice?.dataset ?? {};
  announce((isNewMember ? welcomeNew : welcomeBack)?.replace('{name}', () => member.name ?? toMemberLabel()));
});

// A login that failed at Kakao ends at the top of a page whose button may be far below.
document.addEventListener('kakao-login-error', () => {
  document.querySelector('kakao-login-button')?.scrollIntoView({block: 'center'});
});

// Also when another tab signs in or out.
document.addEventListener('kakao-state-change', ({detail: {session, flow}}) => {
  showTalk(flow.status === 'waiting-for-talk');
  showFailed(flow.code === 'part_unavailable');
  if (session.status === 'unknown') return;
  const isMember = session.status === 'signed-in';
  if (!isMember && document.querySelector('[data-account-page]')) {
    location.assign('/');
    return;
  }
  if (!isMember) announce('');
  if (account) {
    account.href = isMember ? '/account' : '/login';
    account.textContent = isMember ? (session.member.name ?? toMemberLabel()) : (account.dataset['guest'] ?? '');
  }
  for (const element of document.querySelectorAll<HTMLElement>('[data-when]')) {
    element.hidden = (element.dataset['when'] === 'member') !== isMember;
  }
});

// Fetches once more what could not be had, and completes the login.
failed?.querySelector('button')?.addEventListener('click', () => {
  document.querySelector('kakao-sync')?.client?.login();
});

document.querySelector('[data-logout]')?.addEventListener('submit', (event) => {
  const client = document.querySelector('kakao-sync')?.client;
  if (!client) return;
  event.preventDefault();
  void client.logout();
});

/** The page that Kakao leads back to has no button of the widget's: it offers to try again by itself. */
function showFailed(hasFailed: boolean): void {
  if (!failed || !wait) return;
  failed.hidden = !hasFailed;
  wait.hidden = hasFailed;
}

function showTalk(isWaiting: boolean): void {
  if (!talk) return;
  talk.hidden = !isWaiting;
  talk.querySelector('a')?.setAttribute('href', talk.dataset['talk'] ?? '');
}

function toMemberLabel(): string {
  return account?.dataset['member'] ?? '';
}

function announce(text: string | undefined): void {
  if (!notice || text === undefined) return;
  notice.textContent = text;
}
