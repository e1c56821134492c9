// vue-router without a guard: its first navigation waits for a view, and then writes the address that it began with.
import {createApp, h} from 'vue';
import {createRouter, createWebHistory, RouterView, useRoute} from 'vue-router';
import 'kakao-sync-widget/define';
import {BASE, SYNC} from './site.js';

const view = {
  setup() {
    const route = useRoute();
    return () => [h('h1', `화면: ${route.path}`), h('kakao-login-button')];
  },
};

const router = createRouter({
  history: createWebHistory(BASE),
  routes: [{path: '/:page(.*)*', component: () => fetch('/lazy-view').then(() => view)}],
});
document.addEventListener('kakao-login-success', ({detail: {member}}) => {
  const line = document.querySelector('[data-member]');
  if (line) line.textContent = `회원: ${member.name ?? ''}`;
});

const app = createApp({render: () => [h('kakao-sync', SYNC), h(RouterView)]});
app.use(router);
app.mount('#root');
