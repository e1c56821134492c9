import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {readSessionAnswer} from '../../src/shared/wire.js';
import {itAlways} from './support/it-always.js';
import rows from './wire.json' with {type: 'json'};

const TX = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const SIGNED_IN = {status: 'signed-in', isNewMember: false, member: {}};

/** What JSON brings: own keys only, `__proto__` among them. */
function read(text: string): unknown {
  return readSessionAnswer(JSON.parse(text));
}

describe('readSessionAnswer', () => {
  it('reads a full arrival', () => {
    expect(readSessionAnswer(rows.full)).to.deep.equal(rows.full);
  });

  it('fills in what an arrival may leave out', () => {
    expect(readSessionAnswer({status: 'signed-in'})).to.deep.equal(SIGNED_IN);
  });

  it('tells nothing missing from nothing told', () => {
    const none = {...SIGNED_IN, missingTerms: []};

    expect(readSessionAnswer({status: 'signed-in', missingTerms: []})).to.deep.equal(none);
    expect(readSessionAnswer({status: 'signed-in', missingTerms: ['x']})).to.deep.equal(none);
  });

  it('reads a visitor who is not signed in', () => {
    expect(readSessionAnswer({status: 'signed-out'})).to.deep.equal({status: 'signed-out'});
    expect(readSessionAnswer({status: 'signed-out', tx: TX, reason: 'not_a_member'})).to.deep.equal({
      status: 'signed-out',
      tx: TX,
      reason: 'not_a_member',
    });
  });

  for (const action of ['link-existing', 'additional-info', 'age-check', 'rejoin-blocked', 'dormant']) {
    it(`reads the required action ${action}`, () => {
      const answer = {status: 'action-required', tx: TX, action, redirectTo: '/next', message: '안내'};

      expect(readSessionAnswer(answer)).to.deep.equal(answer);
    });
  }

  for (const body of [undefined, ...rows.none]) {
    it(`finds no answer in ${JSON.stringify(body)}`, () => {
      expect(readSessionAnswer(body)).to.equal(null);
    });
  }

  for (const [name, values] of Object.entries<unknown[]>(rows.fields)) {
    for (const value of values) {
      it(`ignores an arrival's ${name} ${JSON.stringify(value)}`, () => {
        expect(readSessionAnswer({status: 'signed-in', [name]: value})).to.deep.equal(SIGNED_IN);
      });
    }
  }

  it('ignores a session that would never end', () => {
    expect(read('{"status":"signed-in","expiresIn":1e999}')).to.deep.equal(SIGNED_IN);
  });

  it('keeps the scopes that are texts', () => {
    expect(readSessionAnswer({status: 'signed-in', scope: ['openid', 1, null, '', ['x'], 'name']})).to.deep.equal({
      ...SIGNED_IN,
      scope: ['openid', 'name'],
    });
    expect(readSessionAnswer({status: 'signed-in', scope: []})).to.deep.equal({...SIGNED_IN, scope: []});
  });

  for (const reason of [null, 1, '', 'other', 'NOT_A_MEMBER', ['not_a_member'], {}]) {
    it(`ignores a reason ${JSON.stringify(reason)}`, () => {
      expect(readSessionAnswer({status: 'signed-out', reason})).to.deep.equal({status: 'signed-out'});
    });
  }

  for (const picture of rows.pictures) {
    it(`drops the picture ${JSON.stringify(picture)}`, () => {
      expect(readSessionAnswer({status: 'signed-in', member: {name: '라이언', picture}})).to.deep.equal({
        ...SIGNED_IN,
        member: {name: '라이언'},
      });
    });
  }

  /** Entries of a list that are dropped, and a neighbour that stays. */
  const LISTS = {
    missingTerms: [rows.missingTerms, {tag: 'b', required: false}],
    terms: [rows.terms, {tag: 'b', agreed: false}],
    channels: [rows.channels, {id: '_a', relation: 'none'}],
  } as const;
  for (const [name, [dropped, neighbour]] of Object.entries(LISTS)) {
    for (const entry of dropped) {
      it(`drops ${JSON.stringify(entry)} from ${name}, and keeps its neighbour`, () => {
        const answer = readSessionAnswer({status: 'signed-in', [name]: [entry, neighbour]});

        expect(answer).to.deep.equal({...SIGNED_IN, [name]: [neighbour]});
      });
    }
  }

  for (const [name, values] of Object.entries<unknown[]>(rows.termFields)) {
    for (const value of values) {
      it(`drops a term's ${name} ${JSON.stringify(value)}`, () => {
        const missing = {tag: 'a', required: true};
        const asked = {tag: 'a', agreed: true};
        const answer = readSessionAnswer({
          status: 'signed-in',
          missingTerms: [{...missing, [name]: value}],
          terms: [{...asked, [name]: name === 'agreed' ? true : value}],
        });

        expect(answer).to.deep.equal({...SIGNED_IN, missingTerms: [missing], terms: [asked]});
      });
    }
  }

  it("takes a message's first 300 characters, as text", () => {
    const message = `<img src=x onerror=alert(1)>${'가'.repeat(1000)}`;

    const answer = readSessionAnswer({status: 'action-required', action: 'dormant', message});

    expect(answer).to.have.property('message', message.slice(0, 300));
  });

  for (const message of [null, 1, {}, ['x'], '']) {
    it(`ignores a message ${JSON.stringify(message)}`, () => {
      expect(readSessionAnswer({status: 'action-required', action: 'dormant', message})).to.deep.equal({
        status: 'action-required',
        action: 'dormant',
      });
    });
  }

  it('gives the fields of the contract and no others', () => {
    const more = {accessToken: 'secret', code: 'secret', id_token: 'secret', admin: true, 'X-Header': '1'};

    for (const status of ['signed-in', 'signed-out', 'action-required']) {
      const answer = {status, action: 'dormant', member: {...more, email: 'a@b.example'}, ...more};
      expect(JSON.stringify(readSessionAnswer(answer))).not.to.match(/secret|admin|email|header/i);
    }
  });

  for (const key of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__']) {
    it(`takes nothing from ${key}, at any depth`, () => {
      const hostile = `"${key}":{"tx":"x","name":"x","picture":"https://x","tag":"x","required":true,"polluted":1}`;

      expect(read(`{${hostile}}`)).to.equal(null);
      expect(read(`{"status":"signed-in",${hostile}}`)).to.deep.equal(SIGNED_IN);
      expect(read(`{"status":"signed-in","member":{${hostile}}}`)).to.deep.equal(SIGNED_IN);
      expect(read(`{"status":"signed-in","missingTerms":[{${hostile}}]}`)).to.deep.equal({
        ...SIGNED_IN,
        missingTerms: [],
      });
      expect({}).not.to.have.property('polluted');
    });
  }

  it('gives objects whose prototype is the usual one', () => {
    const answer = read('{"status":"signed-in","__proto__":{"polluted":1},"member":{"__proto__":{"polluted":1}}}');

    expect(Object.getPrototypeOf(answer)).to.equal(Object.prototype);
    expect(Object.getPrototypeOf((answer as {member: object}).member)).to.equal(Object.prototype);
  });

  it('reads a huge answer', () => {
    const missingTerms = Array.from({length: 10_000}, (_, index) => ({tag: `t${index}`, required: false}));

    const answer = readSessionAnswer({status: 'signed-in', missingTerms, junk: 'x'.repeat(1_000_000)});

    expect(answer).to.deep.equal({...SIGNED_IN, missingTerms});
  });

  it('reads a body that is 10,000 levels deep', () => {
    const member = JSON.parse(`${'{"member":'.repeat(10_000)}1${'}'.repeat(10_000)}`) as unknown;

    expect(readSessionAnswer({status: 'signed-in', member})).to.deep.equal(SIGNED_IN);
  });

  const KEYS = ['status', 'tx', 'isNewMember', 'member', 'missingTerms', 'scope', 'redirectTo', 'expiresIn', 'reason'];
  const STATUS = fc.constantFrom('signed-in', 'signed-out', 'action-required');

  itAlways(
    'gives only fields of the right types, whatever JSON arrives',
    fc.property(
      STATUS,
      fc.dictionary(fc.constantFrom(...KEYS, 'action', 'message'), fc.jsonValue()),
      (status, fields) => {
        const answer = readSessionAnswer({status, ...fields}) as Record<string, unknown> | null;
        if (answer === null) return;
        expect(answer['status']).to.be.oneOf(['signed-in', 'signed-out', 'action-required']);
        for (const key of Object.keys(answer)) expect([...KEYS, 'action', 'message']).to.include(key);
        for (const key of ['tx', 'redirectTo', 'message']) if (key in answer) expect(answer[key]).to.be.a('string');
        if ('expiresIn' in answer) expect(answer['expiresIn']).to.be.above(0);
        if (answer['status'] === 'signed-in') {
          expect(answer['isNewMember']).to.be.a('boolean');
          expect(answer['missingTerms'] ?? []).to.be.an('array');
          expect(answer['member']).to.be.an('object');
        }
      },
    ),
    5000,
  );
});
