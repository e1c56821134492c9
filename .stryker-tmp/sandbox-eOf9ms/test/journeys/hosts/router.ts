import 'kakao-sync-widget/define';
import type {} from 'kakao-sync-widget/client';

/** A single-page site: one document, and a router that changes what it shows. */
function show(): void {
  const view = document.querySelector('[data-view]');
  if (view) view.textContent = `화면: ${location.pathname}`;
}

function goTo(address: string): void {
  history.pushState({from: 'router'}, '', address);
  show();
}

addEventListener('popstate', show);
document.addEventListener('kakao-return', (event) => {
  event.preventDefault();
  history.replaceState({from: 'router'}, '', event.detail.to);
  show();
});
document.addEventListener('kakao-login-success', ({detail: {member}}) => {
  const line = document.querySelector('[data-member]');
  if (line) line.textContent = `회원: ${member.name ?? ''}`;
});
document.querySelector('[data-go]')?.addEventListener('click', (event) => {
  event.preventDefault();
  goTo((event.target as HTMLAnchorElement).href);
});
show();
