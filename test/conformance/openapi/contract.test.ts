import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {describe, test} from 'node:test';
import {Validator} from '@seriousme/openapi-schema-validator';
import {toAttribution} from '../../../src/client/return/attribution.js';
import {UNLINK_REFERRERS} from '../../../src/emulator/index.js';
import {RequestError} from '../../../src/server/base/request-error.js';
import {toProblemResponse} from '../../../src/server/http/problem.js';
import {readSessionRequest} from '../../../src/server/http/session-request.js';
import {MAX_ATTRIBUTION, MAX_ATTRIBUTION_VALUE} from '../../../src/shared/attribution.js';
import {toLinkNonceSecret} from '../../../src/shared/encoding/link-nonce.js';
import {BACKEND_CODES, ERROR_CODES} from '../../../src/shared/errors.js';
import {readReference, toReference} from '../../../src/shared/reference.js';
import * as wire from '../../../src/shared/wire.js';
import {createChecker, DOCUMENT, find, follow, listNodes, type Node, type Place, toPlace, toShape} from './document.js';

const SESSION: Place = ['paths', '/api/kakao/session'];
const SCHEMAS: Place = ['components', 'schemas'];
const checker = createChecker();

describe('docs/openapi.json', () => {
  test('is OpenAPI 3.1', async () => {
    const validator = new Validator();

    const {valid, errors} = await validator.validate(structuredClone(DOCUMENT));

    assert.ok(valid, JSON.stringify(errors, null, 1));
    assert.equal(validator.version, '3.1');
  });

  test('is of this release', () => {
    const {version} = JSON.parse(readFileSync('package.json', 'utf8')) as {version: string};

    assert.equal(find(['info', 'version']), version);
  });

  const references = listNodes().flatMap(({node}) => (typeof node['$ref'] === 'string' ? [node['$ref']] : []));

  test('refers to what it has, and has nothing that it does not refer to', () => {
    const components = Object.entries(DOCUMENT['components'] as Record<string, Node>).flatMap(([kind, named]) =>
      kind === 'securitySchemes' ? [] : Object.keys(named).map((name) => `#/components/${kind}/${name}`),
    );

    assert.ok(components.length > 40);
    assert.deepEqual([...new Set(references)].sort(), components.sort());
  });

  for (const name of Object.keys(find(SCHEMAS) as Node)) {
    test(`has a schema ${name} of JSON Schema 2020-12, which refuses a number`, () => {
      assert.notDeepEqual(checker.check([...SCHEMAS, name], 0), []);
    });
  }
});

/** The members of a union, each named once: one more, or one less, and this file does not compile. */
const toMembers = <Member extends string>(members: Record<Member, 1>): string[] => Object.keys(members).sort();
const sort = (values: unknown): unknown => [...(values as string[])].sort();
const findEnum = (...place: Place): unknown => sort(find([...SCHEMAS, ...place, 'enum']));

/** The values by which the schemas of a `oneOf` are told apart, with what the mapping and the schemas themselves say. */
function readDiscriminator(name: string): Readonly<Record<'mapped' | 'schemas', unknown>> {
  const {oneOf, discriminator} = find([...SCHEMAS, name]) as {
    oneOf: readonly {$ref: string}[];
    discriminator: {propertyName: string; mapping: Record<string, string>};
  };
  const {propertyName, mapping} = discriminator;
  const schemas = oneOf.map(({$ref}) => [find([...toPlace($ref), 'properties', propertyName, 'const']), $ref]);
  return {mapped: mapping, schemas: Object.fromEntries(schemas) as unknown};
}

const PURPOSES = toMembers<
  (wire.LoginRequest | wire.LogoutRequest | wire.UnlinkRequest | wire.ReportRequest)['purpose']
>({login: 1, 'auto-login': 1, terms: 1, link: 1, logout: 1, unlink: 1, report: 1});
const STATUSES = toMembers<wire.SessionAnswer['status']>({'signed-in': 1, 'signed-out': 1, 'action-required': 1});
const ACTIONS = toMembers<wire.RequiredAction>({
  'link-existing': 1,
  'additional-info': 1,
  'age-check': 1,
  'rejoin-blocked': 1,
  dormant: 1,
});
const RELATIONS = toMembers<wire.ChannelRelation['relation']>({added: 1, blocked: 1, none: 1});
const BROWSERS = toMembers<wire.ReportedBrowser>({
  kakaotalk: 1,
  naver: 1,
  instagram: 1,
  facebook: 1,
  line: 1,
  chrome: 1,
  safari: 1,
  samsung: 1,
  firefox: 1,
  other: 1,
});

/** The names of a kind of parameter in an operation's place. */
function findParameters(kind: string, ...place: Place): unknown {
  const list = find([...SESSION, ...place, 'parameters']) as readonly Node[];
  const nodes = list.map((_, index) => follow([...SESSION, ...place, 'parameters', index]).node);
  return sort(nodes.flatMap((node) => (node['in'] === kind ? [node['name']] : [])));
}

const SETS: readonly (readonly [what: string, inDocument: () => unknown, inCode: unknown])[] = [
  ['purposes', () => Object.keys(readDiscriminator('SessionRequest').mapped as Node).sort(), PURPOSES],
  ['statuses', () => Object.keys(readDiscriminator('SessionAnswer').mapped as Node).sort(), STATUSES],
  ['actions', () => findEnum('ActionRequired', 'properties', 'action'), ACTIONS],
  ['reasons', () => find([...SCHEMAS, 'SignedOut', 'properties', 'reason', 'const']), 'not_a_member'],
  ['relations to a channel', () => findEnum('ChannelRelation', 'properties', 'relation'), RELATIONS],
  ['browsers of a report', () => findEnum('ReportRequest', 'properties', 'browser'), BROWSERS],
  ['codes of a backend', () => findEnum('BackendCode'), sort(BACKEND_CODES)],
  ['codes of a page', () => findEnum('ErrorCode'), sort(ERROR_CODES)],
  ['headers', () => findParameters('header'), sort([wire.CLIENT_HEADER, 'Origin', 'Sec-Fetch-Site'])],
  [
    'value of the header',
    () => find(['components', 'parameters', wire.CLIENT_HEADER, 'schema', 'const']),
    wire.CLIENT_HEADER_VALUE,
  ],
  ['parameters of a GET', () => findParameters('query', 'get'), sort([wire.CHANNEL_PARAMETER, wire.PENDING_PARAMETER])],
  ['reasons of an unlink', () => sort(find([...SCHEMAS, 'UnlinkReason', 'examples'])), sort(UNLINK_REFERRERS)],
];

describe('the document has the same as the code:', () => {
  for (const [what, inDocument, inCode] of SETS) {
    test(what, () => {
      assert.deepEqual(inDocument(), inCode);
    });
  }

  for (const name of ['SessionRequest', 'SessionAnswer']) {
    test(`the mapping of ${name}, and its schemas`, () => {
      const {mapped, schemas} = readDiscriminator(name);

      assert.deepEqual(schemas, mapped);
    });
  }

  for (const code of BACKEND_CODES) {
    test(`the status of ${code}`, () => {
      const {status} = toProblemResponse(new RequestError(code, 'x'), undefined);

      const statuses = listFailures().flatMap(({status, codes}) => (codes.includes(code) ? [status] : []));
      // What a request lacks can be told by the status, too.
      const more = code === 'request_invalid' ? [405, 408, 413, 415, 500] : [];
      assert.deepEqual(statuses.sort(), [status, ...more]);
    });
  }

  for (const page of ['docs/en/backend/any-backend.md', 'docs/ko/backend/any-backend.md']) {
    test(`the codes of each status in ${page}`, () => {
      const rows = [...readFileSync(page, 'utf8').matchAll(/^\| (\d{3}(?:, \d{3})*) \| (`.+`) \|$/gm)];
      const told = rows.flatMap(([, statuses = '', codes = '']) =>
        statuses.split(', ').map((status) => [Number(status), codes.replaceAll('`', '').split(', ')] as const),
      );

      // That of 500 is of a kit that was mounted wrongly.
      const known = listFailures().map(
        ({status, codes}) =>
          [status, status === 500 ? codes.filter((code) => code !== 'request_invalid') : codes] as const,
      );
      assert.deepEqual(Object.fromEntries(told), Object.fromEntries(known));
    });
  }

  test('the campaign parameters, and how many of which length', () => {
    const {description} = find([...SCHEMAS, 'Attribution']) as {description: string};
    const names = [...description.matchAll(/`(\w+)`/g)].map(([, name]) => String(name));
    const campaign = names.filter((name) => !name.startsWith('ks_') && name !== 'event_id');

    assert.ok(campaign.length > 20);
    for (const name of campaign) {
      const ports = {address: () => new URL('https://shop.example/'), findSource: () => ({landing: ''})};
      assert.deepEqual(toAttribution(ports as never, {attribution: {}}, `/?${name}=kakao`), {[name]: 'kakao'});
    }
    assert.ok(description.includes(`at most ${MAX_ATTRIBUTION}, of ${MAX_ATTRIBUTION_VALUE} characters`));
  });
});

/** The failures, each with its status and its codes. */
function listFailures(): {readonly status: number; readonly codes: readonly string[]}[] {
  const responses = Object.values(find(['components', 'responses']) as Record<string, Node>);
  return responses.flatMap((response) => {
    const content = response['content'] as Record<string, {schema: {properties?: Record<string, Node>}}> | undefined;
    const {status, code} = content?.['application/problem+json']?.schema.properties ?? {};
    return status && code ? [{status: status['const'] as number, codes: code['enum'] as string[]}] : [];
  });
}

/** The fields of a type, and which of them it may lack. */
type Shape<Type> = {
  readonly [Name in keyof Required<Type>]: undefined extends Type[Name] ? 'optional' : 'required';
};

const LOGIN: Shape<wire.LoginRequest> = {
  ...{purpose: 'required', tx: 'required', code: 'required', redirectUri: 'required', clientId: 'required'},
  ...{nonceSecret: 'required', codeVerifier: 'optional', t: 'optional', terms: 'optional'},
  ...{attribution: 'optional', context: 'optional'},
};
const LOGIN_WITHOUT_T = Object.fromEntries(Object.entries(LOGIN).filter(([name]) => name !== 't'));
const SIGNED_IN: Shape<wire.SignedInAnswer> = {
  ...{status: 'required', tx: 'optional', isNewMember: 'required', member: 'optional', missingTerms: 'optional'},
  ...{terms: 'optional', link: 'optional', channels: 'optional', pending: 'optional', scope: 'optional'},
  ...{redirectTo: 'optional', expiresIn: 'optional'},
};

/** Each type of the contract. */
const SHAPES: Readonly<Record<string, object>> = {
  LoginRequest: LOGIN_WITHOUT_T,
  AutoLoginRequest: LOGIN_WITHOUT_T,
  TermsRequest: LOGIN_WITHOUT_T,
  // One type for all logins: no other has a `t`, and this one needs it.
  LinkRequest: {...LOGIN, t: 'required'},
  LogoutRequest: {purpose: 'required'} satisfies Shape<wire.LogoutRequest>,
  UnlinkRequest: {purpose: 'required', tx: 'optional'} satisfies Shape<wire.UnlinkRequest>,
  ReportRequest: {
    ...{purpose: 'required', code: 'required', ref: 'required', release: 'required', browser: 'required'},
  } satisfies Shape<wire.ReportRequest>,
  SignedIn: SIGNED_IN,
  SignedOut: {
    ...{status: 'required', tx: 'optional', reason: 'optional', pending: 'optional'},
  } satisfies Shape<wire.SignedOutAnswer>,
  ActionRequired: {
    ...{status: 'required', tx: 'optional', action: 'required', redirectTo: 'optional', message: 'optional'},
  } satisfies Shape<wire.ActionRequiredAnswer>,
  Member: {name: 'optional', picture: 'optional'} satisfies Shape<wire.Member>,
  MissingTerm: {
    ...{tag: 'required', required: 'required', title: 'optional', url: 'optional'},
  } satisfies Shape<wire.MissingTerm>,
  AskedTerm: {tag: 'required', agreed: 'required', agreedAgo: 'optional'} satisfies Shape<wire.AskedTerm>,
  ChannelRelation: {id: 'required', relation: 'required'} satisfies Shape<wire.ChannelRelation>,
  LinkKey: {
    ...{key: 'required', t: 'required', expiresIn: 'required'},
  } satisfies Shape<Extract<wire.LinkOffer, {key: string}>>,
  Reauthentication: {
    reauthenticate: 'optional',
  } satisfies Shape<Omit<Exclude<wire.LinkOffer, {key: string}>, 'key'>>,
  Problem: {
    ...{type: 'required', title: 'required', status: 'required', code: 'required', ref: 'optional'},
  } satisfies Shape<wire.Problem>,
};

describe('the document has the fields of', () => {
  for (const [name, shape] of Object.entries(SHAPES)) {
    test(name, () => {
      assert.deepEqual(toShape(name), shape);
    });
  }
});

interface Example {
  readonly name: string;
  /** Of what it is an example: a media type, a header, a parameter. */
  readonly owner: Place;
  readonly value: unknown;
}

function listExamples(): readonly Example[] {
  return listNodes().flatMap(({place, node}) => {
    if (!('schema' in node)) return [];
    const {example, examples = {}} = node as {example?: unknown; examples?: Record<string, {value: unknown}>};
    const named = Object.entries(examples).map(([name, {value}]) => ({name, owner: place, value}));
    return example === undefined ? named : [{name: 'example', owner: place, value: example}, ...named];
  });
}

const EXAMPLES = listExamples();
const findExamples = (...place: Place): readonly Example[] =>
  EXAMPLES.filter(({owner}) => place.every((name, index) => owner[index] === name));
const REQUESTS = findExamples(...SESSION, 'post', 'requestBody');
const ANSWERS = [
  ...findExamples(...SESSION, 'get', 'responses', '200', 'content'),
  ...findExamples(...SESSION, 'post', 'responses', '200', 'content'),
];
const PROBLEMS = findExamples('components', 'responses').filter(({owner}) => owner.includes('content'));
const findRequest = (wanted: string): Node => REQUESTS.find(({name}) => name === wanted)?.value as Node;

describe('each example', () => {
  for (const {name, owner, value} of EXAMPLES) {
    test(`is of its schema: ${[...owner.slice(1), name].join(' ')}`, () => {
      assert.deepEqual(checker.check([...owner, 'schema'], value), []);
    });
  }

  test('is there for every purpose, status and failure', () => {
    assert.deepEqual(REQUESTS.map(({name}) => name).sort(), PURPOSES);
    for (const {name, value} of REQUESTS) assert.equal((value as Node)['purpose'], name);
    assert.deepEqual([...new Set(ANSWERS.map(({value}) => (value as Node)['status']))].sort(), STATUSES);
    assert.deepEqual(
      PROBLEMS.map(({value}) => (value as Node)['status']).sort(),
      listFailures().map(({status}) => status),
    );
  });

  for (const {name, value} of REQUESTS) {
    test(`is read by the kit as it is: ${name}`, () => {
      assert.deepEqual(readSessionRequest(value as Node), value);
    });
  }

  for (const {name, value} of ANSWERS) {
    test(`is read by the page as it is: ${name}`, () => {
      const read = wire.readSessionAnswer(value);

      assert.deepEqual(read, value);
    });
  }

  for (const {name, value} of PROBLEMS) {
    test(`has a reference, that of the login: ${name}`, () => {
      const {ref} = value as Node;

      assert.equal(ref, toReference(String(findRequest('login')['tx'])));
      assert.equal(readReference(ref), ref);
    });
  }

  test('of a link is proved by the key of the GET', async () => {
    const [{value}] = ANSWERS.filter(({name}) => name === 'signed-in') as [Example];
    const {key, t} = (value as {link: {key: string; t: number}}).link;
    const {tx, nonceSecret, t: sent} = findRequest('link');

    assert.deepEqual([nonceSecret, sent], [await toLinkNonceSecret(key, String(tx)), t]);
  });
});
