import {readAttributes} from '../attributes.js';
import {Elements} from './elements.jsx';

export const dynamic = 'force-dynamic';

/** Every element, and something to tell the developer. */
export default function All() {
  return (
    <Elements
      {...readAttributes()}
      scope="a b"
      names={['kakao-login-button', 'kakao-terms-consent', 'kakao-channel-button', 'kakao-account']}
    />
  );
}
