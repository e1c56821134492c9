// vue-router in the fragment: the page that is shown is not in what Kakao returns to.
import {createApp, h} from 'vue';
import {createRouter, createWebHashHistory, RouterView} from 'vue-router';
import 'kakao-sync-widget/define';
import {SYNC} from './site.js';

const toPage = (title: string) => ({render: () => [h('h1', `화면: ${title}`), h('kakao-login-button')]});

const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    {path: '/', component: toPage('처음')},
    {path: '/cart', component: toPage('장바구니')},
  ],
});
document.addEventListener('kakao-login-success', ({detail: {member}}) => {
  const line = document.querySelector('[data-member]');
  if (line) line.textContent = `회원: ${member.name ?? ''}`;
});

const app = createApp({render: () => [h('kakao-sync', SYNC), h(RouterView)]});
app.use(router);
app.mount('#root');
