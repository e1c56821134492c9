import {createAdminApi} from './kakao/admin-api.js';
import {createRedactor, type Redactor} from './base/redactor.js';
import {requireWebRequest} from './base/web-request.js';
import {toEndpoints} from './kakao/kakao-endpoints.js';
import {finishPendingLogin, readPending} from './login/finish-pending-login.js';
import {createConcurrencyLimit} from './base/concurrency-limit.js';
import {createHooks} from './options/hooks.js';
import type {ServerContext} from './login/server-context.js';
import type {KakaoServer} from './login/kakao-server.js';
import {createLinkKeys} from './sessions/link-keys.js';
import type {KakaoServerOptions} from './options/options.js';
import type {ServerMetric} from './options/reports/server-metric.js';
import {createPendingLogins} from './sessions/pending-logins.js';
import {connectNotices, connectTokens, createMissingNotices} from './login/connect-notices.js';
import {readCurrentSession} from './login/current-session.js';
import {createRelationMemory} from './login/relation-memory.js';
import {toIncompleteError} from './options/missing-values.js';
import {createReporter, type Reporter} from './options/reports/report.js';
import {createRequestLimit} from './options/request-limit.js';
import {createCookieSessions} from './sessions/cookie-sessions.js';
import {createCallbackEndpoint} from './http/callback-endpoint.js';
import {createLoginsUnderWay} from './http/handle-login.js';
import {createSessionEndpoint} from './http/session-endpoint.js';
import {readSettings} from './options/settings.js';
import {createShownSessions} from './sessions/shown-sessions.js';
import {createCustomSessions} from './sessions/custom-sessions.js';
import {createSigningKeys} from './kakao/signing-keys.js';
import {createSpentCodes} from './login/spent-codes.js';
import {createServerApi, type KakaoServerApi} from './tokens/server-api.js';
import {toKakaoApi} from './kakao/api/kakao-api.js';
import type {KakaoSyncError} from '../shared/kakao-sync-error.js';
import {createUnknownTerms} from './login/unknown-terms.js';

/**
 * The backend of `<kakao-sync>`: exchanges codes, checks who they belong to, asks the site's hooks, keeps sessions. Make
 * one for the process, not one for each request.
 *
 * @param options checked here, once
 * @returns the session resource, and what the site's own routes need. If a key, a secret or an address has no value, as
 * where a site is built without its secrets, each request is answered with `config_incomplete`, and
 * {@link KakaoServer.check} tells which
 * @throws KakaoSyncError `config_invalid` if an option is wrong, `config_incomplete` if a function is missing: the message
 * names the option and what to do
 * @example
 * const kakao = createKakaoServer({
 *   keys: [{clientId: KAKAO_REST_API_KEY, secret: KAKAO_CLIENT_SECRET}],
 *   redirectUris: ['https://shop.example/kakao/callback'],
 *   allowedOrigins: ['https://shop.example'],
 *   sessionKeys: [SESSION_KEY],
 *   findMember: (profile) => members.findByKakaoId(profile.id),
 *   signUp: (profile) => members.create({kakaoId: profile.id, name: profile.nickname}),
 *   readMember: (id) => members.find(id),
 * });
 * createServer(toNodeHandler(kakao.session)).listen(3000);
 */
export function createKakaoServer(options: KakaoServerOptions): KakaoServer {
  const {server, reporter} = createContext(options);
  const {settings, notices} = server;
  const toRedactor = (): Redactor => createRedactor(settings.secrets);
  const incomplete = toIncompleteError(settings.missing);
  const checkBefore = (request: Request): void => {
    requireWebRequest(request, 'cookies');
    if (incomplete) reporter.reportError(incomplete, undefined, toRedactor());
  };
  const tools = {reporter, createRedactor: toRedactor, now: server.now};
  // One for both, so that a login is exchanged once by whichever way it comes.
  const underWay = createLoginsUnderWay(server.now);
  const answerSession = createSessionEndpoint(server, underWay, tools);
  const answerCallback = createCallbackEndpoint(server, underWay, tools);
  return {
    session: (request) => answerSession(request),
    callback: (request) => answerCallback(request),
    notices: notices ?? createMissingNotices(reporter),
    api: createApi(server, incomplete),
    async readSession(request) {
      checkBefore(request);
      return incomplete ? null : readCurrentSession(server, request);
    },
    async readPending(request, action) {
      checkBefore(request);
      return incomplete ? null : readPending(server, request, action);
    },
    async signIn(request, member, options) {
      checkBefore(request);
      // Whoever calls it would take anything else for a member who is signed in.
      if (incomplete) throw incomplete;
      const redactor = toRedactor();
      return finishPendingLogin(server, request, member, options, {
        redactor,
        warn: (error) => reporter.reportError(error, undefined, redactor),
      });
    },
    async check() {
      if (incomplete) throw incomplete;
      return Promise.resolve({warnings: findWarnings(server)});
    },
  };
}

/** Counts the requests to Kakao. */
function createObserver(reporter: Reporter, now: () => number) {
  const tell = (metric: ServerMetric): void => reporter.reportMetric(metric);
  return {now, tell, tellKeys: tell};
}

/** All that requests are answered with. */
function createContext(options: KakaoServerOptions): {readonly server: ServerContext; readonly reporter: Reporter} {
  const settings = readSettings(options);
  const now = options.now ?? Date.now;
  const fetch = options.fetch ?? ((request: Request) => globalThis.fetch(request));
  const endpoints = toEndpoints(settings.emulatorOrigin);
  const reporter = createReporter(options, now);
  const kakao = {fetch, endpoints, adminKey: settings.adminKey, observer: createObserver(reporter, now)};
  const context: Omit<ServerContext, 'notices' | 'tokens'> = {
    settings,
    kakao,
    now,
    hooks: createHooks(options, [...settings.allowedOrigins][0] ?? ''),
    sessions: settings.session ? createCustomSessions(settings.session, now) : createCookieSessions({...settings, now}),
    pendingLogins: createPendingLogins({...settings, now}),
    linkKeys: createLinkKeys({...settings, now}),
    shownSessions: createShownSessions({...settings, ...(!settings.unlinks && {sessionKeys: []})}),
    signingKeys: createSigningKeys(fetch, `${endpoints.kauth}/.well-known/jwks.json`, now, kakao.observer),
    spentCodes: createSpentCodes(),
    unknownTerms: createUnknownTerms(settings),
    loginLimit: createConcurrencyLimit({name: 'logins', places: 64, queue: 64}, now),
    admin: kakao.adminKey === undefined ? null : createAdminApi(kakao, now),
    checkLimit: createRequestLimit(options),
    relations: createRelationMemory(now),
  };
  const tokens = connectTokens(context, reporter);
  const notices = connectNotices({...context, tokens}, options, reporter);
  return {server: {...context, tokens, notices}, reporter};
}

/** Kakao's APIs by the site's own keys, and the tokens that it keeps. */
function createApi({settings, kakao, tokens}: ServerContext, incomplete: KakaoSyncError | null): KakaoServerApi {
  const [key] = settings.keys.values();
  const client = key && {clientId: key.exchange.clientId, clientSecret: key.exchange.secret};
  return createServerApi(toKakaoApi(kakao, client), tokens, incomplete);
}

/** What works, and leaves somebody without a way on. */
function findWarnings({settings, hooks}: ServerContext): readonly string[] {
  const lacksLogin = hooks.linkMember !== null && settings.reauthenticate === undefined;
  return lacksLogin
    ? [
        'reauthenticate is missing: a member whose login is older than ten minutes is told to log in again before connecting a Kakao account, and gets no link. Set it to the path of the site’s own login, such as /login?next={path}.',
      ]
    : [];
}
