// vue-router with a guard, and an app that is drawn once the router is ready: by then the callback's address is gone.
import {createApp, h} from 'vue';
import {createRouter, createWebHistory, RouterView} from 'vue-router';
import 'kakao-sync-widget/define';
import {BASE, findMember, SYNC} from './site.js';

let name = '';
const toPage = (title: string, hasButton = false) => ({
  render: () => [h('h1', title), hasButton ? h('kakao-login-button') : h('p', `회원: ${name}`)],
});

const router = createRouter({
  history: createWebHistory(BASE),
  routes: [
    {path: '/login', component: toPage('로그인', true)},
    {path: '/', component: toPage('처음')},
    {path: '/cart', component: toPage('장바구니')},
    {path: '/kakao/callback', component: toPage('로그인 중')},
  ],
});
router.beforeEach(async (to) => {
  if (to.path === '/login') return true;
  const member = await findMember();
  name = member?.name ?? '';
  return member ? true : {path: '/login', query: {redirect: to.fullPath}};
});
document.addEventListener('kakao-login-success', () => {
  const {redirect} = router.currentRoute.value.query;
  void router.replace(typeof redirect === 'string' ? redirect : '/');
});

const app = createApp({render: () => [h('kakao-sync', SYNC), h(RouterView)]});
app.use(router);
void router.isReady().then(() => app.mount('#root'));
