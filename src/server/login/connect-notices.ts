import {createRedactor} from '../base/redactor.js';
import {RequestError} from '../base/request-error.js';
import {forPage} from '../kakao/api-error.js';
import {readUserIdPage} from '../kakao/api/users.js';
import {createKeyMissingError, readLink} from '../kakao/read-link.js';
import {createNotices, createNoticesTokenStore, type NoticeReporter, type Notices} from '../notices/create-notices.js';
import type {KakaoNotices} from '../notices/kakao-notices.js';
import {createEventHooks} from '../options/hooks.js';
import type {KakaoServerOptions} from '../options/options.js';
import type {Reporter} from '../options/reports/report.js';
import type {TokenStore} from '../tokens/token-store.js';
import {createTokenKeeper, type TokenKeeper} from '../tokens/token-keeper.js';
import {createTokenSeal} from '../tokens/token-seal.js';
import type {Settings} from '../options/settings.js';
import type {ServerContext} from './server-context.js';

/** The notices of a kit; null if the site has not set them up. */
export function connectNotices(
  server: Omit<ServerContext, 'notices'>,
  options: KakaoServerOptions,
  reporter: Reporter,
): Notices | null {
  const {settings, kakao, signingKeys, admin, tokens, now} = server;
  const {notices: config, adminKey, keys} = settings;
  if (!config) return null;
  return createNotices({
    config,
    adminKey,
    clientIds: [...keys.keys()],
    issuer: kakao.endpoints.issuer,
    signingKeys,
    hooks: createEventHooks(options),
    now,
    async askLink(kakaoId, signal) {
      if (!admin) throw createKeyMissingError();
      return forPage(readLink(admin, kakaoId, signal));
    },
    forgetTokens: async (kakaoId) => tokens?.forget(kakaoId),
    forgetTokensBefore: async (kakaoId, at) => tokens?.forgetIssuedBefore(kakaoId, at),
    accounts: admin && {
      list: (after, signal) => admin.run((caller) => readUserIdPage(caller, {after, signal})),
      readLink: (kakaoId, signal) => readLink(admin, kakaoId, signal),
    },
    proof: admin?.proof ?? {isGiven: false, give: () => undefined},
    reporter: createNoticeReporter(settings.secrets, reporter, now),
  });
}

/** What keeps people's tokens: in a store of the site's own, else beside the notices; null if nothing does. */
export function connectTokens(
  {settings, kakao, now}: Pick<ServerContext, 'settings' | 'kakao' | 'now'>,
  reporter: Reporter,
): TokenKeeper | null {
  const {keepTokens, keys, allowedOrigins, secrets} = settings;
  const store = keepTokens && findTokenStore(settings, reporter, now);
  if (!store) return null;
  const clients = new Map(
    [...keys.values()].map(({exchange: {clientId, secret}}) => [clientId, {clientId, clientSecret: secret}]),
  );
  const [origin = ''] = allowedOrigins;
  const {tokenKeys} = keepTokens;
  return createTokenKeeper({
    store,
    seal: createTokenSeal({tokenKeys, origin, clientIds: [...clients.keys()]}),
    kakao,
    clients,
    now,
    reportUnreadable: (message) =>
      reporter.reportError({code: 'config_invalid', message, details: {}}, undefined, createRedactor(secrets)),
  });
}

function findTokenStore(
  {keepTokens, notices, secrets}: Settings,
  reporter: Reporter,
  now: () => number,
): TokenStore | null {
  if (keepTokens?.store) return keepTokens.store;
  return notices && createNoticesTokenStore(notices, createNoticeReporter(secrets, reporter, now));
}

function createNoticeReporter(secrets: readonly string[], reporter: Reporter, now: () => number): NoticeReporter {
  const redactor = createRedactor(secrets);
  return {
    warn: (line) => reporter.adviseOnce(line),
    refused(error) {
      const refusal = {code: 'notice_refused', message: error.message, details: {}} as const;
      reporter.reportError(error instanceof RequestError ? error : refusal, undefined, redactor);
    },
    notStored(cause) {
      const message = 'The store of notices from Kakao fails: see whether it is there, and has room.';
      reporter.reportError({code: 'notice_not_stored', message, details: {cause}}, undefined, redactor);
    },
    lost(cause) {
      const message =
        'A notice from Kakao could not be kept: neither store nor spool took it, and Kakao was answered 503. It may not send it again: mend them, then see what reconcile() finds.';
      const error = {code: 'notice_not_stored', message, details: {cause}, isToldOnce: true} as const;
      reporter.reportError(error, undefined, redactor);
    },
    gaveUp() {
      const message =
        'A notice from Kakao is given up, after 20 further tries. notices.failures() lists it: mend what it fails for, then replay(eventId) or discard(eventId).';
      reporter.reportError({code: 'notice_given_up', message, details: {}}, undefined, redactor);
    },
    failed(cause, kakaoId) {
      const ofPerson = createRedactor(secrets);
      ofPerson.add(kakaoId);
      const message =
        'A notice from Kakao could not be applied. It is tried 20 times more; after that, notices.failures() has it.';
      const error = cause instanceof RequestError ? cause : {code: 'notice_failed' as const, message, details: {cause}};
      reporter.reportError(error, undefined, ofPerson);
    },
    count: (route, {outcome, adminKey, milliseconds}) =>
      reporter.reportMetric({
        purpose: `${route}-notice`,
        outcome,
        ...(adminKey !== undefined && {adminKey}),
        milliseconds,
      }),
    applied: ({kind}, outcome, milliseconds) =>
      reporter.reportMetric({purpose: `${kind}-notice-applied`, outcome, milliseconds}),
    counted({waiting, failed, oldestAt}) {
      const oldestSeconds = oldestAt === null ? 0 : Math.max(now() - oldestAt, 0) / 1000;
      reporter.reportMetric({purpose: 'notice-counts', waiting, failed, oldestSeconds});
    },
  };
}

/** What a site without notices has in their place: Kakao is told that there is no such thing, and the developer how to. */
export function createMissingNotices(reporter: Reporter): KakaoNotices {
  const hint =
    'notices are not set up: pass what openNotices of kakao-sync-widget/server/notices makes to createKakaoServer.';
  const answer = async (): Promise<Response> => {
    reporter.adviseOnce(`A notice from Kakao came, and ${hint}`);
    return Promise.resolve(new Response(null, {status: 404}));
  };
  const refuse = (): Promise<never> =>
    Promise.reject(new RequestError('config_incomplete', `createKakaoServer: ${hint}`));
  return {
    unlink: answer,
    channel: answer,
    account: answer,
    start: refuse,
    stop: () => Promise.resolve(),
    drain: refuse,
    reconcile: refuse,
    failures: refuse,
    replay: refuse,
    discard: refuse,
    forget: refuse,
    counts: refuse,
  };
}
