import {expect} from '@open-wc/testing';
import {
  findLogin,
  VISIT_HISTORY_KEY,
  rememberArrival,
  rememberLogout,
  rememberTry,
} from '../../../src/client/page/visit-history.js';
import {createRandomToken} from '../../../src/shared/random.js';
import {toReference, type Purpose} from '../../../src/shared/transaction.js';
import {FakeStorage} from '../support/storage.js';
import rows from './arrivals.json' with {type: 'json'};

function setup() {
  const localStorage = new FakeStorage();
  const ports = {localStorage, now: () => 1_000_000};
  const read = () => JSON.parse(localStorage.get(VISIT_HISTORY_KEY) ?? 'null') as unknown;
  return {localStorage, ports, read};
}

describe('rememberArrival', () => {
  it('remembers until when the session lasts, and no more of anybody', () => {
    const {ports, read} = setup();

    rememberArrival(ports, {status: 'signed-in', isNewMember: true, member: {name: '라이언'}, expiresIn: 60});

    expect(read()).to.deep.equal({known: true, until: 1_060_000, next: 87_400_000});
  });

  it('counts on no session whose end it does not know', () => {
    const {ports, read} = setup();

    rememberArrival(ports, {status: 'signed-in', isNewMember: false});

    expect(read()).to.deep.equal({known: true, until: 1_000_000, next: 87_400_000});
  });

  describe('remembers to which login a session goes back', () => {
    const [first, second, third] = [createRandomToken(), createRandomToken(), createRandomToken()];
    const transactions = new Map(Object.entries({first, second, third}));
    for (const [name, arrivals, login] of rows as [string, string, string | null][]) {
      it(name, () => {
        const {ports} = setup();

        let last: string | undefined;
        for (const arrival of arrivals.split(', ')) {
          const [which, purpose] = arrival.split(' ') as [string, Purpose?];
          last = transactions.get(which);
          rememberArrival(ports, {status: 'signed-in', isNewMember: false, ...(last && {tx: last})}, purpose);
        }

        expect(findLogin(ports, last && toReference(last))).to.equal(
          login === null ? undefined : toReference(transactions.get(login)!),
        );
        expect(findLogin(ports, toReference(createRandomToken()))).to.equal(undefined);
      });
    }

    it('until somebody has signed out', () => {
      const {ports} = setup();
      rememberArrival(ports, {status: 'signed-in', isNewMember: false, tx: first}, 'login');

      rememberLogout(ports);

      expect(findLogin(ports, toReference(first))).to.equal(undefined);
    });
  });

  it('forgets an earlier logout', () => {
    const {ports, read} = setup();
    rememberLogout(ports);

    rememberArrival(ports, {status: 'signed-in', isNewMember: false});

    expect(read()).not.to.have.property('out');
  });

  it('does without storage', () => {
    const {localStorage, ports} = setup();
    localStorage.isForbidden = true;

    rememberArrival(ports, {status: 'signed-in', isNewMember: false});

    expect(localStorage.keys()).to.deep.equal([]);
  });
});

describe('rememberLogout', () => {
  it('remembers that somebody who is known has left', () => {
    const {ports, read} = setup();
    rememberArrival(ports, {status: 'signed-in', isNewMember: false, expiresIn: 60});

    rememberLogout(ports);

    expect(read()).to.deep.equal({known: true, out: ports.now()});
  });
});

describe('rememberTry', () => {
  it('keeps who has arrived, and not until when', () => {
    const {ports, read} = setup();
    const tx = createRandomToken();
    rememberArrival(ports, {status: 'signed-in', isNewMember: false, expiresIn: 60, tx}, 'login');

    expect(rememberTry(ports)).to.equal(true);

    const ref = toReference(tx);
    expect(read()).to.deep.equal({known: true, ref, login: ref, next: ports.now() + 1_800_000});
    expect(findLogin(ports, ref)).to.equal(ref);
  });

  it('makes nobody known', () => {
    const {ports, read} = setup();

    rememberTry(ports);

    expect(read()).to.deep.equal({next: ports.now() + 1_800_000});
  });

  for (const junk of ['junk', 'null', '5', '{}', '[]', '""']) {
    it(`is kept in place of ${junk}`, () => {
      const {localStorage, ports, read} = setup();
      localStorage.set(VISIT_HISTORY_KEY, junk);

      expect(rememberTry(ports)).to.equal(true);

      expect(read()).to.deep.equal({next: ports.now() + 1_800_000});
    });
  }

  it('says where it cannot be kept', () => {
    const {localStorage, ports} = setup();
    localStorage.isForbidden = true;

    expect(rememberTry(ports)).to.equal(false);
  });
});
