// What a site does with the member: shows the name.
document.addEventListener('kakao-state-change', ({detail: {session}}) => {
  const line = document.querySelector('[data-member]');
  if (!line || session.status === 'unknown') return;
  line.textContent = session.status === 'signed-in' ? `회원: ${session.member.name ?? ''}` : '';
});
