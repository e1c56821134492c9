// Every element's own tests once more, on a page on which Lit takes over what a server has drawn. Lit asks for its support
// when it is loaded, so that comes first.
import '@lit-labs/ssr-client/lit-element-hydrate-support.js';
import './kakao-element.test.js';
import './copy-button.test.js';
import './late-messages.test.js';
import './account/account.test.js';
import './account/menu.test.js';
import './channel-button/channel-button.test.js';
import './login-button/login-button.test.js';
import './login-button/press.test.js';
import './login-button/states.test.js';
import './login-button/words.test.js';
import './terms-consent/terms-consent.test.js';
