// A login page with @line/liff and its part for logins alone. Its addresses are LINE's: it can be weighed, not pressed.
import liff from '@line/liff/core';
import Login from '@line/liff/login';

liff.use(new Login());
void liff.init({liffId: '1234567890-bench'}).then(() => {
  document.querySelector('#target').addEventListener('click', () => liff.login());
});
