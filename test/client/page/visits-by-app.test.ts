import {expect} from '@open-wc/testing';
import {
  findLogin,
  readVisitHistory,
  rememberArrival,
  rememberLogout,
  rememberTry,
  toStorageOf,
} from '../../../src/client/page/visit-history.js';
import {createRandomToken} from '../../../src/shared/encoding/random.js';
import {toStoredName} from '../../../src/shared/stored-name.js';
import {FakeStorage} from '../support/storage.js';
import rows from './visits-by-app.json' with {type: 'json'};

/** Who reads and writes: two apps, a page without a backend, and a former release or the script in `<head>`. */
const ENDPOINTS = {
  A: 'https://shop.example/a/api',
  B: 'https://shop.example/b/api',
  page: undefined,
  former: null,
} as const;
type Writer = keyof typeof ENDPOINTS;

const LASTING = {status: 'signed-in', isNewMember: false, expiresIn: 3600} as const;

function setup() {
  const shared = new FakeStorage();
  const tx = createRandomToken();
  const portsOf = (writer: Writer) => {
    const endpoint = ENDPOINTS[writer];
    return {localStorage: endpoint === null ? shared : toStorageOf(shared, () => endpoint), now: () => 1_000_000};
  };
  const steps = {
    arrives: (writer: Writer) => rememberArrival(portsOf(writer), {...LASTING, tx}),
    leaves: (writer: Writer) => rememberLogout(portsOf(writer)),
    tries: (writer: Writer) => void rememberTry(portsOf(writer)),
    'loses its own': (writer: Writer) => shared.remove(`ks ${ENDPOINTS[writer]}`),
  };
  return {shared, steps, portsOf, tx};
}

/** What somebody finds remembered, in the order in which auto-login looks at it. */
function readState({localStorage, now}: ReturnType<ReturnType<typeof setup>['portsOf']>): string {
  const {until = 0, out, next = 0, known} = readVisitHistory({localStorage});
  if (until > now()) return 'signed in';
  if (out) return 'signed out';
  if (next > now()) return known ? 'tried, known' : 'tried';
  return known ? 'known' : 'nothing';
}

describe('what two apps of one origin remember of visits', () => {
  for (const [happens, found] of rows as unknown as [string, Partial<Record<Writer, string>>][]) {
    it(`is told apart: ${happens}`, () => {
      const {steps, portsOf} = setup();

      for (const step of happens.split(', ')) {
        const [writer, ...words] = step.split(' ') as [Writer, ...string[]];
        steps[words.join(' ') as keyof typeof steps](writer);
      }

      const read = Object.keys(found).map((writer) => [writer, readState(portsOf(writer as Writer))]);
      expect(Object.fromEntries(read)).to.deep.equal(found);
    });
  }

  it('goes on telling a former release of the last app that wrote', () => {
    const {shared, steps} = setup();

    steps.arrives('A');
    steps.leaves('B');

    const {app, ...entry} = JSON.parse(shared.get('ks')!) as Record<string, unknown>;
    expect([app, entry]).to.deep.equal([ENDPOINTS.B, {known: true, out: 1_000_000}]);
  });

  it('has each its own login', () => {
    const {steps, portsOf, tx} = setup();

    steps.arrives('A');
    steps.leaves('B');

    const [own, other] = (['A', 'B'] as const).map((app) => findLogin(portsOf(app), toStoredName(tx)));
    expect([own, other]).to.deep.equal([toStoredName(tx), undefined]);
  });

  it('is counted for all where the app’s own cannot be kept', () => {
    const {shared, portsOf} = setup();
    const set = shared.set.bind(shared);
    shared.set = (key, value) => key === 'ks' && set(key, value);

    rememberLogout(portsOf('A'));

    expect((['A', 'B'] as const).map((app) => readState(portsOf(app)))).to.deep.equal(['signed out', 'signed out']);
  });

  it('is no try that cannot be kept', () => {
    const {steps, portsOf, shared} = setup();
    steps.arrives('A');
    shared.isFull = true;

    expect(rememberTry(portsOf('B'))).to.equal(false);
  });

  it('leaves all other entries as they are', () => {
    const {shared, portsOf} = setup();
    const {localStorage} = portsOf('A');

    localStorage.set('ks.AbCdEf', 'details');
    rememberTry(portsOf('A'));
    expect(localStorage.keys()).to.deep.equal(['ks.AbCdEf', 'ks', `ks ${ENDPOINTS.A}`]);
    localStorage.remove('ks.AbCdEf');
    expect(shared.get('ks.AbCdEf')).to.equal(null);
  });
});
