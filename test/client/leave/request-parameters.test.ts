import {expect} from '@open-wc/testing';
import {withParameters} from '../../../src/client/leave/request-parameters.js';
import rows from './request-parameters.json' with {type: 'json'};

const LIVE = {
  scope: 'profile_nickname, account_email',
  serviceTerms: 'news,  privacy',
  loginHint: 'a@b.example',
  channelPublicId: '_a , _b',
};
const REQUEST = {redirectUri: 'https://shop.example/kakao/callback', state: 's', nonce: 'n'};

interface Row {
  readonly what: string;
  readonly page?: object | string;
  readonly button?: object;
  /** Whether it is a consent. */
  readonly asked?: boolean;
  readonly failed?: string;
  readonly sent: object;
}

describe('what a press sends', () => {
  for (const {what, page = {}, button: options = {}, asked, failed, sent} of rows as readonly Row[]) {
    it(`is ${what}`, () => {
      const settings = page === 'live' ? LIVE : page;
      const press = {options, settings, failed, asked: asked ? {} : undefined} as never;

      expect(withParameters(REQUEST, press)).to.deep.equal({...REQUEST, ...sent});
    });
  }

  it('is nothing of a prompt that is no text', () => {
    const press = {options: {prompt: Symbol('none')}, settings: {}, failed: 'kakao_interaction_required'} as never;

    expect(withParameters(REQUEST, press)).to.deep.equal(REQUEST);
  });
});
