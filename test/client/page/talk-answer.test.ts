import {expect} from '@open-wc/testing';
import {saveTalkAnswer, consumeTalkAnswer} from '../../../src/client/page/talk-answer.js';
import {FakeStorage} from '../support/storage.js';

const REDIRECT_URI = 'https://shop.example/kakao/callback';
const STATE = 'ks1.tx.path';

function setup() {
  const sessionStorage = new FakeStorage();
  return {sessionStorage, callback: new URL(REDIRECT_URI)};
}

describe('saveTalkAnswer', () => {
  it('keeps a code out of the address and brings it to the callback page', () => {
    const {sessionStorage, callback} = setup();

    const to = saveTalkAnswer({sessionStorage}, REDIRECT_URI, STATE, {code: 'abc'});

    expect(to).to.equal(`${REDIRECT_URI}?state=${STATE}`);
    expect(consumeTalkAnswer({sessionStorage}, callback)?.href).to.equal(`${REDIRECT_URI}?code=abc&state=${STATE}`);
  });

  it('brings an error with its description', () => {
    const {sessionStorage, callback} = setup();

    saveTalkAnswer({sessionStorage}, REDIRECT_URI, STATE, {error: 'access_denied', errorDescription: 'User denied'});

    const query = consumeTalkAnswer({sessionStorage}, callback)?.searchParams;
    expect(Object.fromEntries(query!)).to.deep.equal({
      error: 'access_denied',
      error_description: 'User denied',
      state: STATE,
    });
  });

  it('puts the answer into the address where there is no storage', () => {
    const {sessionStorage, callback} = setup();
    sessionStorage.isForbidden = true;

    const to = saveTalkAnswer({sessionStorage}, REDIRECT_URI, STATE, {code: 'a&b=c'});

    expect(to).to.equal(`${REDIRECT_URI}?code=a%26b%3Dc&state=${STATE}`);
    expect(consumeTalkAnswer({sessionStorage}, callback)?.href).to.equal(undefined);
  });

  it('replaces an older note', () => {
    const {sessionStorage, callback} = setup();

    saveTalkAnswer({sessionStorage}, REDIRECT_URI, STATE, {code: 'first'});
    saveTalkAnswer({sessionStorage}, REDIRECT_URI, STATE, {code: 'second'});

    expect(consumeTalkAnswer({sessionStorage}, callback)?.searchParams.get('code')).to.equal('second');
  });
});

describe('consumeTalkAnswer', () => {
  it('takes a note once', () => {
    const {sessionStorage, callback} = setup();
    saveTalkAnswer({sessionStorage}, REDIRECT_URI, STATE, {code: 'abc'});

    consumeTalkAnswer({sessionStorage}, callback);

    expect(consumeTalkAnswer({sessionStorage}, callback)?.href).to.equal(undefined);
    expect(sessionStorage.keys()).to.deep.equal([]);
  });

  it('says what the note says, whatever the address has', () => {
    const {sessionStorage} = setup();
    saveTalkAnswer({sessionStorage}, REDIRECT_URI, STATE, {code: 'abc'});

    const note = consumeTalkAnswer({sessionStorage}, new URL(`${REDIRECT_URI}/?code=other&error=x#access_token=y`));

    expect(note?.href).to.equal(`${REDIRECT_URI}/?code=abc&state=${STATE}`);
  });

  it('keeps to its origin on a page whose own path reads as another host', () => {
    const {sessionStorage} = setup();
    saveTalkAnswer({sessionStorage}, REDIRECT_URI, STATE, {code: 'abc'});

    const note = consumeTalkAnswer({sessionStorage}, new URL(`https://shop.example//evil.example/x?state=${STATE}#y`));

    expect(note?.href).to.equal(`https://shop.example//evil.example/x?code=abc&state=${STATE}`);
  });

  for (const junk of ['', 'junk', 'null', '5', '"text"', '[]', '{}', '{"code":"abc"}']) {
    it(`takes a spoiled note away and lets the address speak: ${junk || 'empty'}`, () => {
      const {sessionStorage, callback} = setup();
      sessionStorage.set('ks.note', junk);

      expect(consumeTalkAnswer({sessionStorage}, callback)?.href).to.equal(undefined);
      expect(sessionStorage.keys()).to.deep.equal([]);
    });
  }
});
