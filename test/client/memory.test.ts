import {expect} from '@open-wc/testing';
import {MEMORY_KEY, rememberArrival, rememberLogout} from '../../src/client/memory.js';
import {FakeStorage} from './support/storage.js';

function setup() {
  const localStorage = new FakeStorage();
  const ports = {localStorage, now: () => 1_000_000};
  const read = () => JSON.parse(localStorage.get(MEMORY_KEY) ?? 'null') as unknown;
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
