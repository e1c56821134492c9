import {expect} from '@open-wc/testing';
import {saveTalkAnswer} from '../../../src/client/page/kept/save-talk-answer.js';
import {consumeTalkAnswer} from '../../../src/client/page/kept/talk-answer.js';
import {FakeStorage} from '../support/storage.js';

const REDIRECT_URI = 'https://shop.example/kakao/callback';
const STATE = 'ks1.tx.path';

const HERE = new URL(REDIRECT_URI);
const CODE = {code: 'abc'};

/** A storage in which an answer is saved, and the address to go on to. */
function saved(...answers: Parameters<typeof saveTalkAnswer>[3][]) {
  const sessionStorage = new FakeStorage();
  const [to] = answers.map((answer) => saveTalkAnswer({sessionStorage}, REDIRECT_URI, STATE, answer));
  return {sessionStorage, to};
}

describe('an answer of KakaoTalk', () => {
  const denied = {error: 'access_denied', errorDescription: 'User denied'};
  const elsewhere = `https://shop.example//evil.example/x?state=${STATE}#y`;
  const rows: readonly [what: string, answers: Parameters<typeof saved>, at: string, query: string][] = [
    ['its code, which is in no address before', [CODE], REDIRECT_URI, '?code=abc'],
    ['its error with a description', [denied], REDIRECT_URI, '?error=access_denied&error_description=User+denied'],
    ['the newest', [{code: 'first'}, CODE], REDIRECT_URI, '?code=abc'],
    ['its code, whatever the address has', [CODE], `${REDIRECT_URI}/?code=other&error=x#access_token=y`, '/?code=abc'],
    ['its code, on a page whose own path reads as another host', [CODE], elsewhere, '//evil.example/x?code=abc'],
  ];
  for (const [what, answers, at, query] of rows) {
    it(`brings ${what}, once`, () => {
      const {sessionStorage, to} = saved(...answers);

      const address = consumeTalkAnswer({sessionStorage}, new URL(at));

      expect(to).to.equal(`${REDIRECT_URI}?state=${STATE}`);
      const base = query.startsWith('//') ? 'https://shop.example' : REDIRECT_URI;
      expect(address?.href).to.equal(`${base}${query}&state=${STATE}`);
      expect(consumeTalkAnswer({sessionStorage}, HERE)).to.equal(null);
      expect(sessionStorage.keys()).to.deep.equal([]);
    });
  }

  it('is in the address where there is no storage', () => {
    const sessionStorage = new FakeStorage();
    sessionStorage.isForbidden = true;

    const to = saveTalkAnswer({sessionStorage}, REDIRECT_URI, STATE, {code: 'a&b=c'});

    expect(to).to.equal(`${REDIRECT_URI}?code=a%26b%3Dc&state=${STATE}`);
    expect(consumeTalkAnswer({sessionStorage}, HERE)).to.equal(null);
  });

  for (const junk of ['', 'junk', 'null', '5', '"text"', '[]', '{}', '{"code":"abc"}']) {
    it(`that is spoiled is taken away and lets the address speak: ${junk || 'empty'}`, () => {
      const {sessionStorage} = saved();
      sessionStorage.set('ks.note', junk);

      expect(consumeTalkAnswer({sessionStorage}, HERE)).to.equal(null);
      expect(sessionStorage.keys()).to.deep.equal([]);
    });
  }
});
