// A login page with react-kakao-login and React. It loads the first SDK of Kakao's, which opens a window at Kakao: it can
// be weighed, not pressed.
import {createElement} from 'react';
import {createRoot} from 'react-dom/client';
import KakaoLogin from 'react-kakao-login';

const page = document.createElement('div');
document.body.append(page);
createRoot(page).render(
  createElement(KakaoLogin.default ?? KakaoLogin, {
    token: window.bench.clientId,
    onSuccess: () => undefined,
    onFail: () => undefined,
  }),
);
