import {html} from 'hono/html';
import type {Text} from '../text/text.js';
import type {Markup} from './layout.js';

const naver = html`<svg class="provider-mark" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
  <rect width="20" height="20" rx="4" fill="#03c75a" />
  <path fill="#fff" d="M11.6 10.3 8.3 5.5H5.5v9h2.9V9.7l3.3 4.8h2.8v-9h-2.9z" />
</svg>`;

const apple = html`<svg class="provider-mark" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
  <path
    fill="currentColor"
    d="M13.7 10.5c0-1.8 1.5-2.7 1.6-2.7-.9-1.3-2.2-1.5-2.7-1.5-1.1-.1-2.2.7-2.8.7s-1.5-.7-2.4-.6C6.1 6.4 5 7.1 4.3 8.2c-1.3 2.3-.3 5.7 1 7.5.6.9 1.4 1.9 2.4 1.9.9 0 1.3-.6 2.4-.6s1.5.6 2.5.6 1.7-.9 2.3-1.8c.7-1 1-2 1-2.1 0 0-2.2-.8-2.2-3.2zM11.9 5.2c.5-.6.8-1.4.8-2.3-.7 0-1.6.5-2.1 1.1-.5.5-.9 1.4-.8 2.2.8.1 1.6-.4 2.1-1z"
  />
</svg>`;

const email = html`<svg class="provider-mark" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
  <path
    fill="none"
    stroke="currentColor"
    stroke-width="1.6"
    stroke-linejoin="round"
    d="M2.8 5.2h14.4v9.6H2.8zm0 .6L10 11l7.2-5.2"
  />
</svg>`;

/** The yellow button, as wide as its column and as tall as its neighbours. Without script, a plain link remains. */
export function renderKakaoButton(text: Text, fallback: string, bubble = true): Markup {
  return html`<kakao-login-button class="kakao">
    ${bubble ? html`<span slot="bubble">${text.login.bubble}</span>` : ''}
    <a class="kakao-fallback" href="${fallback}">${text.login.kakaoFallback}</a>
  </kakao-login-button>`;
}

/** Kakao's button, stacked with the ones that other shops have beside it: those are there for the look only. */
export function renderLoginBox(text: Text, fallback: string, hint?: string): Markup {
  const {login} = text;
  return html`<section class="login-box" id="login" aria-labelledby="login-title">
    <h2 id="login-title">${login.title}</h2>
    ${hint === undefined ? '' : html`<p class="login-hint">${hint}</p>`}
    <p class="login-lead">${login.lead}</p>
    <div class="providers">
      ${renderKakaoButton(text, fallback)}
      <p class="or"><span>${login.or}</span></p>
      ${[
        [naver, login.naver],
        [apple, login.apple],
        [email, login.email],
      ].map(
        ([mark, label]) =>
          html`<button class="provider" type="button" aria-disabled="true" title="${login.example}">
            ${mark}<span class="provider-label">${label}</span><span class="provider-tag">${login.example}</span>
          </button>`,
      )}
    </div>
    <noscript><p class="login-hint">${login.needsScript}</p></noscript>
  </section>`;
}
