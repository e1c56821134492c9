import {createDeadline, withTimeout} from '../base/with-timeout.js';
import {toS256} from '../../shared/encoding/hashes.js';
import type {RequestError} from '../base/request-error.js';
import {createKeyMissingError} from '../kakao/read-link.js';
import type {TokenStore} from '../tokens/token-store.js';
import type {SigningKeys} from '../kakao/signing-keys.js';
import {createAdminKeyGate} from './receive/admin-key-gate.js';
import {checkSeconds, createCare} from './care.js';
import type {Link} from '../kakao/read-link.js';
import {type Applier, createApplyNotice, type EventHooks} from './apply-notice.js';
import type {KakaoNotices} from './kakao-notices.js';
import {createEventId, type Notice} from './notice.js';
import {createNoticeGauge} from './notice-gauge.js';
import {createNoticeQueue, type NoticeQueue} from './notice-queue.js';
import type {NoticeCounts} from './notice-store.js';
import type {NoticesConfig} from './notices-config.js';
import {createReconciler} from './reconcile/reconciler.js';
import type {LinkedAccounts, ReconcileRun} from './reconcile/run.js';
import {readAccountNotice} from './receive/read-account-notice.js';
import {readChannelNotice} from './receive/read-channel-notice.js';
import {readUnlinkNotice} from './receive/read-unlink-notice.js';
import {type NoticeRoute, type Receiver, receiveNotice} from './receive/receive-notice.js';
import type {NoticeRefusal} from './receive/refusal.js';

/** What notices need of the kit. */
export interface NoticesPorts {
  readonly config: NoticesConfig;
  /** Without it, nobody can be asked whether an unlink is still so. */
  readonly adminKey: string | undefined;
  readonly clientIds: readonly string[];
  readonly issuer: string;
  readonly signingKeys: SigningKeys;
  readonly hooks: EventHooks;
  readonly now: () => number;
  askLink(kakaoId: string, signal: AbortSignal): Promise<Link>;
  /** Deletes the tokens that are kept of a person, if the site keeps any. */
  forgetTokens(kakaoId: string): Promise<void>;
  /** Deletes the tokens that are kept of a person from logins before a moment, in milliseconds since the epoch. */
  forgetTokensBefore(kakaoId: string, at: number): Promise<void>;
  /** Null without an admin key. */
  readonly accounts: LinkedAccounts | null;
  readonly proof: {readonly isGiven: boolean; give(): void};
  readonly reporter: NoticeReporter;
}

/** Tells the site what happened. */
export interface NoticeReporter {
  warn(line: string): void;
  refused(error: NoticeRefusal | RequestError): void;
  /** The store fails, and no notice is lost by it. */
  notStored(error: unknown): void;
  /** A notice is nowhere: Kakao is told so. */
  lost(error: unknown): void;
  /** A notice is not tried any more. */
  gaveUp(): void;
  /** @param kakaoId of whom the notice is: to be kept out of the text */
  failed(error: unknown, kakaoId: string): void;
  count: Receiver['count'];
  applied: Applier['count'];
  /** How much waits now. */
  counted(counts: NoticeCounts): void;
}

/** The notices of one kit, and what a member's own unlink needs of them. */
export interface Notices extends KakaoNotices {
  /**
   * Stores that a member is about to be unlinked by a press here: Kakao sends no notice of that. If this process ends
   * before {@link UnlinkIntent.settle}, the worker finds out from Kakao what came of it.
   *
   * @throws whatever keeps it from being stored
   */
  intendUnlink(kakaoId: string): Promise<UnlinkIntent>;
}

/** A member's own unlink that is under way. */
export interface UnlinkIntent {
  readonly eventId: string;
  /** The site has been told: nothing is left to do. */
  settle(): Promise<void>;
}

/** How long a press has before the worker looks what came of it, in seconds. */
const INTENT_DELAY = 60;

export function createNotices(ports: NoticesPorts): Notices {
  const {config, reporter} = ports;
  const queue = findQueue(config, reporter);
  const receiver = createReceiver(ports, queue);
  const reconciler = createReconciler(() => openReconciliation(ports, queue));
  const gauge = createNoticeGauge({
    open: () => queue.open(),
    tell: (counts) => reporter.counted(counts),
    report: (error) => reporter.notStored(error),
  });
  const apply = createApplyNotice(createApplier(ports, () => queue.open()));
  const applyAndReport: typeof apply = async (notice, signal) => {
    try {
      return await apply(notice, signal);
    } catch (error) {
      // At a stop it waits again, which is no failure of its own.
      if (!signal.aborted) reporter.failed(error, notice.kakaoId);
      throw error;
    }
  };
  return {
    unlink: (request) => receiveNotice(receiver, 'unlink', request),
    channel: (request) => receiveNotice(receiver, 'channel', request),
    account: (request) => receiveNotice(receiver, 'account', request),
    start: () => gauge.start(queue.start(applyAndReport)),
    async stop({graceSeconds = 10} = {}) {
      checkSeconds('stop', 'graceSeconds', graceSeconds);
      gauge.stop();
      const timeLeft = createDeadline(graceSeconds * 1000, ports.now);
      // A database that does not answer must not keep the process.
      await withTimeout(timeLeft(), () => reconciler.stop()).catch(() => undefined);
      await queue.stop(timeLeft);
    },
    async drain({maxSeconds = 20} = {}) {
      checkSeconds('drain', 'maxSeconds', maxSeconds);
      const applied = await drainFor(queue, maxSeconds, applyAndReport);
      await gauge.tellOnce();
      return {applied};
    },
    reconcile: (options) => reconciler.run(options),
    ...createCare(() => queue.open(), ports.forgetTokens),
    intendUnlink: (kakaoId) => intendUnlink(queue, kakaoId, ports.now()),
  };
}

/** Where tokens are kept beside the notices. Nothing is opened before it is used. */
export function createNoticesTokenStore(config: NoticesConfig, reporter: NoticeReporter): TokenStore {
  const queue = findQueue(config, reporter);
  const open = async (): Promise<TokenStore> => {
    // Opened again, it would keep a process that is about to end.
    if (queue.isClosed) throw new Error('notices.stop() has closed the store');
    return (await queue.open()).tokens;
  };
  return {
    read: async (kakaoId) => (await open()).read(kakaoId),
    withLock: async (kakaoId, work) => (await open()).withLock(kakaoId, work),
  };
}

/** Kits that are made with one configuration share its store: a folder cannot be opened twice. */
const queues = new WeakMap<NoticesConfig, NoticeQueue>();

function findQueue(config: NoticesConfig, reporter: NoticeReporter): NoticeQueue {
  const known = queues.get(config);
  if (known) return known;
  const report = (error: unknown): void => reporter.notStored(error);
  const store = config.createStore({
    warn: (line) => reporter.warn(line),
    onError: report,
    onGivenUp: () => reporter.gaveUp(),
  });
  const queue = createNoticeQueue({
    store,
    spool: config.spool,
    report,
    reportLost: (error) => reporter.lost(error),
  });
  queues.set(config, queue);
  return queue;
}

async function drainFor(
  queue: NoticeQueue,
  maxSeconds: number,
  apply: Parameters<NoticeQueue['drain']>[0],
): Promise<number> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), maxSeconds * 1000);
  try {
    return await queue.drain(apply, controller.signal);
  } finally {
    clearTimeout(timer);
  }
}

function createReceiver(ports: NoticesPorts, queue: NoticeQueue): Receiver {
  const {config, adminKey, clientIds, issuer, signingKeys, now, reporter} = ports;
  const {appId} = config;
  const gate = createAdminKeyGate(config.adminKeys);
  const readers: Readonly<Record<NoticeRoute, Receiver['read']>> = {
    unlink: (_, request) => readUnlinkNotice(request, {appId, gate, adminKey, now: now()}),
    channel: (_, request) => readChannelNotice(request, {appId, gate, now: now()}),
    account: (_, request) =>
      readAccountNotice(request, {issuer, audiences: [...clientIds, appId], signingKeys, now: now()}),
  };
  return {
    read: (route, request) => readers[route](route, request),
    queue,
    now,
    report: (error) => reporter.refused(error),
    count: (route, metric) => reporter.count(route, metric),
  };
}

function createApplier(ports: NoticesPorts, openStore: Applier['openStore']): Applier {
  const {adminKey, hooks, askLink, forgetTokens, forgetTokensBefore, proof, reporter, now} = ports;
  const ownKey = adminKey === undefined ? null : toS256(adminKey);
  return {
    hooks,
    askLink,
    forgetTokens,
    forgetTokensBefore,
    isKeyProved: () => proof.isGiven,
    proveKey: () => proof.give(),
    isOwnKey: async (hash) => hash === (await ownKey),
    openStore,
    count: (...counted) => reporter.applied(...counted),
    now,
  };
}

/** @throws RequestError `config_incomplete`; whatever keeps the store from being opened */
async function openReconciliation(
  {accounts, adminKey, proof, now}: NoticesPorts,
  queue: NoticeQueue,
): Promise<Omit<ReconcileRun, 'options' | 'sleep' | 'signal'>> {
  if (!accounts || adminKey === undefined) throw createKeyMissingError();
  const {passes} = await queue.open();
  const add: ReconcileRun['add'] = (notice, seenKey) => queue.add(notice, {seenKey});
  return {accounts, passes, source: await toS256(adminKey), proof, add, now};
}

async function intendUnlink(queue: NoticeQueue, kakaoId: string, now: number): Promise<UnlinkIntent> {
  const eventId = createEventId();
  const notice: Notice = {
    eventId,
    kind: 'unlink',
    event: 'unlinked',
    kakaoId,
    at: now,
    clock: 'received',
    reason: 'MEMBER',
  };
  await queue.add(notice, {delaySeconds: INTENT_DELAY});
  return {
    eventId,
    async settle() {
      await (await queue.open()).remove(eventId);
    },
  };
}
