import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {readSessionAnswer} from '../../src/shared/wire.js';
import {itAlways} from './support/it-always.js';
import rows from './wire.json' with {type: 'json'};

const TX = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const SIGNED_IN = {status: 'signed-in', isNewMember: false, member: {}};
const PROTOTYPE_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__'];
const MESSAGE = `<img src=x onerror=alert(1)>${'가'.repeat(1000)}`;
const TERMS = Array.from({length: 10_000}, (_, index) => ({tag: `t${index}`, required: false}));
const DEEP = JSON.parse(`${'{"member":'.repeat(10_000)}1${'}'.repeat(10_000)}`) as unknown;

/** Entries of a list that are dropped, and a neighbour that stays. */
const LISTS = {
  missingTerms: [rows.missingTerms, {tag: 'b', required: false}],
  terms: [rows.terms, {tag: 'b', agreed: false}],
  channels: [rows.channels, {id: '_a', relation: 'none'}],
} as const;

/** A body, and the answer that is read of it. */
type Row = readonly [what: string, body: object, answer: object];
const whole = (what: string, body: object): Row => [`reads ${what}`, body, body];
/** An arrival of these fields, and those that are read of them. */
const arrival = (what: string, fields: object, read: object = {}): Row => [
  what,
  {status: 'signed-in', ...fields},
  {...SIGNED_IN, ...read},
];
/** An answer, and one that is read as if it had not the field. */
const without = (answer: object, name: string, value: unknown): Row => [
  `ignores a ${name} ${JSON.stringify(value)}`,
  {...answer, [name]: value},
  answer,
];
const REQUIRED = {status: 'action-required', action: 'dormant'};

function toTermRow(name: string, value: unknown): Row {
  const [missing, asked] = [
    {tag: 'a', required: true},
    {tag: 'a', agreed: true},
  ];
  const missingTerms = [{...missing, [name]: value}];
  const terms = [{...asked, [name]: name === 'agreed' ? true : value}];
  const read = {missingTerms: [missing], terms: [asked]};
  return arrival(`drops a term's ${name} ${JSON.stringify(value)}`, {missingTerms, terms}, read);
}

/** What waits in a browser, beside each session. */
const PENDING: readonly Row[] = (['signed-in', 'signed-out'] as const).flatMap((status) => {
  const answer = status === 'signed-in' ? SIGNED_IN : {status};
  const told = {...REQUIRED, redirectTo: '/wake', message: '잠든 회원이에요.'};
  const waiting = {...told, tx: TX};
  return [
    whole(`what waits beside ${status}`, {...answer, pending: waiting}),
    [
      `reads of what waits beside ${status} the fields of the contract`,
      {...answer, pending: {...waiting, tx: 5, code: 'x', pending: waiting}},
      {...answer, pending: told},
    ],
    ...[null, 1, 'x', [], {}, SIGNED_IN, {status: 'signed-out', pending: waiting}, {...REQUIRED, action: 'dance'}].map(
      (value) => without(answer, 'pending', value),
    ),
  ] as Row[];
});

const ANSWERS: readonly Row[] = [
  ...PENDING,
  whole('a full arrival', rows.full),
  whole('a visitor who is not signed in', {status: 'signed-out'}),
  whole('why a visitor is not signed in', {status: 'signed-out', tx: TX, reason: 'not_a_member'}),
  ...['link-existing', 'additional-info', 'age-check', 'rejoin-blocked', 'dormant'].map((action) =>
    whole(`the required action ${action}`, {...REQUIRED, tx: TX, action, redirectTo: '/next', message: '안내'}),
  ),
  arrival('fills in what an arrival may leave out', {}),
  arrival('tells nothing missing from nothing told', {missingTerms: []}, {missingTerms: []}),
  arrival('tells that nothing is missing that is a term', {missingTerms: ['x']}, {missingTerms: []}),
  arrival('ignores a session that would never end', {expiresIn: Infinity}),
  arrival(
    'keeps the scopes that are texts',
    {scope: ['openid', 1, null, '', ['x'], 'name']},
    {scope: ['openid', 'name']},
  ),
  arrival('tells no scope from none told', {scope: []}, {scope: []}),
  arrival('reads a huge answer', {missingTerms: TERMS, junk: 'x'.repeat(1_000_000)}, {missingTerms: TERMS}),
  arrival('reads a body that is 10,000 levels deep', {member: DEEP}),
  [
    "takes a message's first 300 characters, as text",
    {...REQUIRED, message: MESSAGE},
    {...REQUIRED, message: MESSAGE.slice(0, 300)},
  ],
  ...Object.entries<unknown[]>(rows.fields).flatMap(([name, values]) =>
    values.map((value) => arrival(`ignores an arrival's ${name} ${JSON.stringify(value)}`, {[name]: value})),
  ),
  ...rows.pictures.map((picture) =>
    arrival(
      `drops the picture ${JSON.stringify(picture)}`,
      {member: {name: '라이언', picture}},
      {member: {name: '라이언'}},
    ),
  ),
  ...Object.entries(LISTS).flatMap(([name, [dropped, neighbour]]) =>
    dropped.map((entry) =>
      arrival(`drops ${JSON.stringify(entry)} from ${name}`, {[name]: [entry, neighbour]}, {[name]: [neighbour]}),
    ),
  ),
  ...Object.entries<unknown[]>(rows.termFields).flatMap(([name, values]) =>
    values.map((value) => toTermRow(name, value)),
  ),
  ...[null, 1, '', 'other', 'NOT_A_MEMBER', ['not_a_member'], {}].map((reason) =>
    without({status: 'signed-out'}, 'reason', reason),
  ),
  ...[null, 1, {}, ['x'], ''].map((message) => without(REQUIRED, 'message', message)),
];

/** What JSON brings: own keys only, `__proto__` among them. */
function read(text: string): unknown {
  return readSessionAnswer(JSON.parse(text));
}

describe('readSessionAnswer', () => {
  for (const [what, body, answer] of ANSWERS) {
    it(what, () => {
      expect(readSessionAnswer(body)).to.deep.equal(answer);
    });
  }

  for (const body of [undefined, ...rows.none]) {
    it(`finds no answer in ${JSON.stringify(body)}`, () => {
      expect(readSessionAnswer(body)).to.equal(null);
    });
  }

  it('gives the fields of the contract and no others', () => {
    const more = {accessToken: 'secret', code: 'secret', id_token: 'secret', admin: true, 'X-Header': '1'};

    for (const status of ['signed-in', 'signed-out', 'action-required']) {
      const answer = {status, action: 'dormant', member: {...more, email: 'a@b.example'}, ...more};
      expect(JSON.stringify(readSessionAnswer(answer))).not.to.match(/secret|admin|email|header/i);
    }
  });

  for (const key of PROTOTYPE_KEYS) {
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
