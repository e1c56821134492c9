import type {LoginMutation} from './login-mutations.js';

/** The body of a response of kapi. */
type Body = Record<string, unknown>;

interface ApiMutationRow {
  readonly point: 'terms' | 'channels';
  /** Returns the changed body. */
  readonly change: (body: Body) => unknown;
}

/**
 * Each row makes one mistake in kapi's response about terms or channels. A site must accept the response, or ignore it.
 * The OpenID conformance suite has no such tests.
 */
const ROWS = {
  'ktl-terms-more-fields': {
    point: 'terms',
    change: (body) => ({
      ...body,
      next: null,
      service_terms: toList(body, 'service_terms').map((term) => ({...term, more: {}})),
    }),
  },
  'ktl-terms-no-list': {point: 'terms', change: (body) => without(body, 'service_terms')},
  'ktl-terms-null': {point: 'terms', change: (body) => ({...body, service_terms: null})},
  'ktl-terms-array': {point: 'terms', change: (body) => body['service_terms']},
  'ktl-terms-tag-number': {point: 'terms', change: (body) => withEach(body, 'service_terms', 'tag', 1)},
  'ktl-terms-agreed-text': {point: 'terms', change: (body) => withEach(body, 'service_terms', 'agreed', 'true')},
  'ktl-terms-agreed-missing': {point: 'terms', change: (body) => withEach(body, 'service_terms', 'agreed', undefined)},
  'ktl-terms-agreed-at-missing': {
    point: 'terms',
    change: (body) => withEach(body, 'service_terms', 'agreed_at', undefined),
  },
  'ktl-terms-agreed-at-text': {point: 'terms', change: (body) => withEach(body, 'service_terms', 'agreed_at', 'soon')},
  'ktl-terms-other-user': {point: 'terms', change: (body) => ({...body, id: Number(body['id']) + 1})},
  'ktl-channels-more-fields': {
    point: 'channels',
    change: (body) => ({...body, next: null, channels: toList(body, 'channels').map((one) => ({...one, more: {}}))}),
  },
  'ktl-channels-no-list': {point: 'channels', change: (body) => without(body, 'channels')},
  'ktl-channels-null': {point: 'channels', change: (body) => ({...body, channels: null})},
  'ktl-channels-relation-unknown': {
    point: 'channels',
    change: (body) => withEach(body, 'channels', 'relation', 'MUTED'),
  },
  'ktl-channels-other-user': {point: 'channels', change: (body) => ({...body, user_id: Number(body['user_id']) + 1})},
} satisfies Record<string, ApiMutationRow>;

/** The name of a mistake in kapi's response about terms or channels. */
export type ApiMutation = keyof typeof ROWS;

/** All names, for tests that go through every mistake. */
export const API_MUTATIONS = Object.keys(ROWS) as ApiMutation[];

export function isApiMutation(name: string): name is ApiMutation {
  return Object.prototype.hasOwnProperty.call(ROWS, name);
}

/** The point at which a mutation can be planned. */
export function toApiMutationPoint(name: ApiMutation): 'terms' | 'channels' {
  return ROWS[name].point;
}

/** The planned mutation if it is one of a login; otherwise null. */
export function toLoginMutation(name: LoginMutation | ApiMutation | undefined): LoginMutation | null {
  return name === undefined || isApiMutation(name) ? null : name;
}

/** Makes the planned mistake in the body. */
export function mutateApiResponse(body: Body, name: LoginMutation | ApiMutation | undefined): unknown {
  return name !== undefined && isApiMutation(name) ? ROWS[name].change(body) : body;
}

function toList(body: Body, name: string): readonly Body[] {
  return body[name] as readonly Body[];
}

function without(body: Body, name: string): Body {
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));
}

function withEach(body: Body, list: string, name: string, value: unknown): Body {
  return {...body, [list]: toList(body, list).map((entry) => ({...entry, [name]: value}))};
}
