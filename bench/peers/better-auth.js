// A login page with better-auth, whose backend makes the address and takes the answer.
import {createAuthClient} from 'better-auth/client';

const client = createAuthClient();
document.querySelector('#target').addEventListener('click', () => void client.signIn.social({provider: 'kakao'}));
