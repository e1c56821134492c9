// A login page with oidc-client-ts: a button that leaves, and the answer.
import {UserManager} from 'oidc-client-ts';

const {kakao, clientId, redirectUri} = window.bench;
const manager = new UserManager({
  authority: kakao,
  client_id: clientId,
  redirect_uri: redirectUri,
  scope: 'openid',
  metadata: {issuer: kakao, authorization_endpoint: `${kakao}/oauth/authorize`, token_endpoint: `${kakao}/oauth/token`},
});
if (new URLSearchParams(location.search).has('code')) void manager.signinRedirectCallback();
document.querySelector('#target').addEventListener('click', () => void manager.signinRedirect());
