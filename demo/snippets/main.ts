import 'kakao-sync-widget/define';
import 'kakao-sync-widget/reserve.css';

document.addEventListener('kakao-login-success', ({detail}) => {
  const welcome = document.querySelector('#welcome');
  if (!welcome) return;
  const name = detail.member.name ?? '회원';
  welcome.textContent = detail.isNewMember ? `${name}님, 가입을 축하합니다.` : `${name}님, 어서 오세요.`;
});
