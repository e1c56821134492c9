import 'kakao-sync-widget/define';
import type {} from 'kakao-sync-widget/client';

const account = document.querySelector<HTMLAnchorElement>('[data-account]');
/** With the emulator only: the way to its KakaoTalk, where no window of it has opened. */
const talk = document.querySelector<HTMLElement>('[data-talk]');
const notice = document.querySelector<HTMLElement>('[data-notice]');

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

document.querySelector('[data-logout]')?.addEventListener('submit', (event) => {
  const client = document.querySelector('kakao-sync')?.client;
  if (!client) return;
  event.preventDefault();
  void client.logout();
});

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
