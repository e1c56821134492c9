import {expect} from '@open-wc/testing';
import {
  findLogin,
  VISIT_HISTORY_KEY,
  rememberArrival,
  rememberLogout,
  rememberTry,
} from '../../../src/client/page/visit-history.js';
import {toReference} from '../../../src/shared/reference.js';
import {toStoredName} from '../../../src/shared/stored-name.js';
import {createRandomToken} from '../../../src/shared/encoding/random.js';
import type {Purpose} from '../../../src/shared/transaction.js';
import type {SignedInAnswer} from '../../../src/shared/wire.js';
import {FakeStorage} from '../support/storage.js';
import rows from './arrivals.json' with {type: 'json'};

const SESSION: SignedInAnswer = {status: 'signed-in', isNewMember: false};
const [first, second, third] = [createRandomToken(), createRandomToken(), createRandomToken()];
const ref = toStoredName(first);

const setup = () => ({localStorage: new FakeStorage(), now: () => 1_000_000});
type Ports = ReturnType<typeof setup>;

describe('the history of visits', () => {
  const arrive = (ports: Ports): void => rememberArrival(ports, {...SESSION, expiresIn: 60, tx: first}, 'login');
  const [arrived, tried] = [{known: true, next: 87_400_000}, {next: 2_800_000}];
  const member = {isNewMember: true, member: {name: '라이언'}, expiresIn: 60};
  const KEPT: readonly [what: string, happen: readonly ((ports: Ports) => unknown)[], kept: object][] = [
    [
      'until when the session lasts, and no more of anybody',
      [(ports) => rememberArrival(ports, {...SESSION, ...member})],
      {...arrived, until: 1_060_000},
    ],
    [
      'no session whose end it does not know',
      [(ports) => rememberArrival(ports, SESSION)],
      {...arrived, until: 1_000_000},
    ],
    ['that somebody who is known has left', [arrive, rememberLogout], {known: true, out: 1_000_000}],
    ['no earlier logout', [rememberLogout, arrive], {...arrived, until: 1_060_000, ref, login: ref}],
    ['at a try who has arrived, and not until when', [arrive, rememberTry], {...tried, known: true, ref, login: ref}],
    ['nobody at a try before', [rememberTry], tried],
    ...['junk', 'null', '5', '{}', '[]', '""'].map((junk): (typeof KEPT)[number] => [
      `a try in place of ${junk}`,
      [({localStorage}) => localStorage.set(VISIT_HISTORY_KEY, junk), rememberTry],
      tried,
    ]),
  ];
  for (const [what, happen, kept] of KEPT) {
    it(`keeps ${what}`, () => {
      const ports = setup();

      for (const one of happen) one(ports);

      expect(JSON.parse(ports.localStorage.get(VISIT_HISTORY_KEY)!)).to.deep.equal(kept);
    });
  }

  it('does without storage, and says of a try that it cannot be kept', () => {
    const ports = setup();
    expect(rememberTry(ports)).to.equal(true);
    ports.localStorage.remove(VISIT_HISTORY_KEY);
    ports.localStorage.isForbidden = true;

    arrive(ports);

    expect(rememberTry(ports)).to.equal(false);
    ports.localStorage.isForbidden = false;
    expect(ports.localStorage.keys()).to.deep.equal([]);
  });

  describe('says to which login a session goes back', () => {
    const transactions = new Map(Object.entries({first, second, third}));
    for (const [name, arrivals, login] of rows as [string, string, string | null][]) {
      it(name, () => {
        const ports = setup();

        let last: string | undefined;
        for (const arrival of arrivals.split(', ')) {
          const [which, purpose] = arrival.split(' ') as [string, Purpose?];
          last = transactions.get(which);
          rememberArrival(ports, {status: 'signed-in', isNewMember: false, ...(last && {tx: last})}, purpose);
        }

        for (const toName of [toReference, toStoredName])
          expect(findLogin(ports, last && toName(last))).to.equal(
            login === null ? undefined : toStoredName(transactions.get(login)!),
          );
        expect(findLogin(ports, toReference(createRandomToken()))).to.equal(undefined);
      });
    }

    for (const [what, goOn, found] of [
      ['until somebody has signed out', rememberLogout, undefined],
      ['after a try of auto-login', rememberTry, ref],
    ] as const) {
      it(what, () => {
        const ports = setup();
        arrive(ports);

        goOn(ports);

        expect(findLogin(ports, ref)).to.equal(found);
      });
    }
  });
});
