// A login page with @auth0/auth0-spa-js: a button that leaves, and the answer.
import {Auth0Client} from '@auth0/auth0-spa-js';

const {kakao, clientId, redirectUri} = window.bench;
const client = new Auth0Client({domain: kakao, clientId, authorizationParams: {redirect_uri: redirectUri}});
if (new URLSearchParams(location.search).has('code')) void client.handleRedirectCallback();
document.querySelector('#target').addEventListener('click', () => void client.loginWithRedirect());
