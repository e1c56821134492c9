import {expect} from '@open-wc/testing';
import {createBrowserPorts} from '../../../src/client/page/ports/browser-ports.js';

// In a file of its own: what a script declares stays for as long as the document.
it('works on a page whose scripts have declared names of the browser’s', () => {
  const script = document.createElement('script');
  const names = ['self', 'origin', 'history', 'performance', 'navigation', 'parent'];
  script.textContent = `const ${names.map((name) => `${name} = 0`).join()};`;
  document.head.append(script);
  const ports = createBrowserPorts(() => null);

  ports.rewriteAddress('/cart?id=1');

  expect(location.pathname + location.search).to.equal('/cart?id=1');
  expect([ports.isTop, ports.isSecureContext]).to.deep.equal([true, true]);
  expect(ports.arrival()?.pathname).not.to.equal('/cart');
  expect(ports.findAutoLoginBlocker()).not.to.equal('framed');
});
