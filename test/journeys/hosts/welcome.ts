import 'kakao-sync-widget/define';

document.addEventListener('kakao-login-success', ({detail: {member, isNewMember}}) => {
  const welcome = document.querySelector('#welcome');
  if (welcome) welcome.textContent = `${member.name}님, ${isNewMember ? '가입을 축하합니다.' : '어서 오세요.'}`;
});
