import type {HookContext, SessionPort} from '../../../src/server/index.js';
import {finish, toPending} from '../support/pending.js';
import {prepareFor, prepareUnlink, signIn} from '../support/signed-in.js';
import {createSite, type Site, START} from '../support/site.js';

/** What a hook does; it is given its own context, or what it has in its place. */
export type Behave = (context: Pick<HookContext, 'signal'>) => unknown;

/** A site with one such hook, and a request that reaches it. */
export interface Reach {
  readonly site: Site;
  readonly send: () => Promise<unknown>;
}

const OTHER = '4200000002';
const SESSION = {memberId: 'm-1', issuedAt: START, isNewMember: false};

/** A site with sessions of its own, of which one function does something else. */
export function createWithPort(port: object): Promise<Site> {
  const rest = {create: () => undefined, read: () => null, destroy: () => undefined} satisfies SessionPort;
  return createSite({session: {...rest, ...port}});
}

export type Reaching = (behave: Behave) => Promise<Reach>;

/** A hook that a login reaches; its context is the last thing that it is given. */
export const byLogin =
  (name: string): Reaching =>
  async (behave) => {
    const site = await createSite({[name]: (...given: HookContext[]) => behave(given.at(-1)!)});
    return {site, send: () => site.post(site.prepare())};
  };

/** A hook that a request of somebody signed in reaches. */
const bySession =
  (name: string, prepare: (site: Site, Cookie: string) => Promise<unknown>): Reaching =>
  async (behave) => {
    const site = await createSite({[name]: (...given: HookContext[]) => behave(given.at(-1)!)});
    const Cookie = await signIn(site);
    const body = await prepare(site, Cookie);
    return {site, send: () => (body ? site.post(body, {Cookie}) : site.get({Cookie}))};
  };

/** Hooks that only look something up. */
export const READING: Readonly<Record<string, Reaching>> = {
  findMember: byLogin('findMember'),
  readMember: bySession('readMember', () => Promise.resolve(null)),
};

/** Hooks after which something is otherwise. */
export const CHANGING: Readonly<Record<string, Reaching>> = {
  signUp: byLogin('signUp'),
  onConsent: byLogin('onConsent'),
  linkMember: bySession('linkMember', (site, Cookie) => prepareFor(site, Cookie, {purpose: 'link'}, {sub: OTHER})),
  onUnlink: bySession('onUnlink', prepareUnlink),
  'session.create': async (behave) => {
    const site = await createWithPort({create: (_session: unknown, context: HookContext) => behave(context)});
    return {site, send: () => site.post(site.prepare())};
  },
  'session.destroy': async (behave) => {
    const site = await createWithPort({read: () => SESSION, destroy: (context: HookContext) => behave(context)});
    return {site, send: () => site.post({purpose: 'logout'})};
  },
  connect: async (behave) => {
    const site = await createSite({signUp: () => ({action: 'link-existing'})});
    site.members.set('another', {id: 'm-1'});
    const cookie = toPending(await site.post(site.prepare()));
    const connect = ((_profile: unknown, context: HookContext) => behave(context)) as never;
    return {site, send: () => finish(site, cookie, {id: 'm-1'}, {connect})};
  },
};
