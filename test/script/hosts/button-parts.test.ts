import {expect} from '@open-wc/testing';
import {adoptStyles} from '../../../src/script/hosts/button-parts.js';

const readRadius = (root: ShadowRoot): string => {
  const button = document.createElement('button');
  button.setAttribute('part', 'button');
  root.append(button);
  return getComputedStyle(button).borderRadius;
};

/** A root in the page, and a script with a nonce beside it. */
function setup(change: (root: ShadowRoot) => void = () => undefined) {
  const host = document.createElement('div');
  const script = document.createElement('script');
  script.type = 'text/plain';
  script.setAttribute('nonce', 'R4nd0m');
  document.body.prepend(script, host);
  const root = host.attachShadow({mode: 'open'});
  change(root);
  adoptStyles(root);
  return {
    root,
    end() {
      host.remove();
      script.remove();
    },
  };
}

describe('the style sheets of a button', () => {
  it('are adopted', () => {
    const {root, end} = setup();

    expect([readRadius(root), root.querySelector('style')]).to.deep.equal(['12px', null]);
    end();
  });

  it('are a style with the nonce of the page, where the browser adopts none', () => {
    const {replaceSync} = CSSStyleSheet.prototype;
    Reflect.deleteProperty(CSSStyleSheet.prototype, 'replaceSync');
    const {root, end} = setup();
    CSSStyleSheet.prototype.replaceSync = replaceSync;

    expect([readRadius(root), root.querySelector('style')?.nonce]).to.deep.equal(['12px', 'R4nd0m']);
    end();
  });
});
