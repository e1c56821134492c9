import {join, resolve} from 'node:path';
import type {KakaoEmulator, ServiceTerm} from 'kakao-sync-widget/emulator';
import {createKakaoApi} from 'kakao-sync-widget/server';
import {createAddresses} from './addresses.js';
import {loadAssets} from './assets.js';
import {createChannelRelations} from './channel-relations.js';
import {createConsents} from './consents.js';
import {createWelcomeCoupons} from './coupons.js';
import {createCurrentKakao} from './current-kakao.js';
import {openDatabase} from './database.js';
import {createShopEmulator, EMULATOR_KEYS} from './emulator.js';
import {addFirstMembers} from './first-members.js';
import {CHANNEL, createKakao, type KakaoKeys} from './kakao.js';
import {createFunnel} from './funnel/funnel.js';
import {isBusy, listenLocally} from './listen.js';
import {createMembers} from './members.js';
import {createNewsletter} from './newsletter.js';
import {openShopNotices} from './notices.js';
import {createOrders} from './orders.js';
import {startReconcile} from './reconcile.js';
import {readSecret, restoreState} from './saved-state.js';
import {CALLBACK_PATH, createShop} from './shop.js';
import {createUnfinishedSignups} from './unfinished-signups.js';

/** How to start the demo. Everything has a default. */
export interface DemoOptions {
  /** 0 takes any free port. Default 3000. */
  readonly shopPort?: number | undefined;
  /** 0 takes any free port. Default 4000. */
  readonly emulatorPort?: number | undefined;
  /** Where members, links and the session key are kept. Default `.demo-data`. */
  readonly dataFolder?: string | undefined;
  /** A PostgreSQL server for the members, in place of the folder. */
  readonly databaseUrl?: string | undefined;
  /** The shop's address where it is not `http://localhost:<port>`, as behind a tunnel. */
  readonly shopUrl?: string | undefined;
  /** At least 32 random bytes as text. Default: made once and kept in the folder. */
  readonly sessionKey?: string | undefined;
  /** An emulator that runs already, and knows the shop: then none starts. */
  readonly emulatorUrl?: string | undefined;
  /** Tells who has had the welcome coupon: likewise. */
  readonly couponKey?: string | undefined;
  /** Keys of a real app: then Kakao is used, and no emulator starts. */
  readonly kakaoKeys?: KakaoKeys | undefined;
  /** Starts with the people whom the emulator has as members. Default: with nobody. */
  readonly hasFirstMembers?: boolean | undefined;
  /** Takes one line for each failure. Default: nothing. */
  readonly log?: ((line: string) => void) | undefined;
}

/** The demo, running. */
export interface Demo {
  readonly shopUrl: string;
  /** Undefined where real keys are used. */
  readonly emulatorUrl: string | undefined;
  readonly emulator: KakaoEmulator | undefined;
  /** Fulfilled once the members have been compared with Kakao's list, or that has failed. */
  readonly reconciled: Promise<void>;
  /** Stops both servers and closes the database. */
  close(): Promise<void>;
}

/**
 * Starts the shop, and the emulator unless there are real keys.
 * @throws Error naming the variable to set where a port is taken
 */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const {shopPort = 3000, emulatorPort = 4000, databaseUrl, kakaoKeys, log = () => undefined} = options;
  const folder = resolve(options.dataFolder ?? '.demo-data');
  const undo: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0)) {
      await step().catch((error: unknown) => log(`A part of the demo did not stop well: ${String(error)}`));
    }
  };
  try {
    // The ports come first: both addresses are part of what follows.
    let announceShop: (shop: ReturnType<typeof createShop>) => void = () => undefined;
    const opening = new Promise<ReturnType<typeof createShop>>((resolveShop) => (announceShop = resolveShop));
    const listening = await takePort('SHOP_PORT', shopPort, () =>
      listenLocally(async (request) => (await opening).fetch(request), shopPort),
    );
    undo.push(listening.close);
    const shopUrl = options.shopUrl ?? `http://localhost:${listening.port}`;
    const redirectUri = shopUrl + CALLBACK_PATH;
    const keys = kakaoKeys ?? EMULATOR_KEYS;

    let emulatorUrl = kakaoKeys ? undefined : options.emulatorUrl;
    const emulator = kakaoKeys || emulatorUrl !== undefined ? undefined : createShopEmulator(shopUrl, listening.port);
    if (emulator) {
      const kakao = await takePort('EMULATOR_PORT', emulatorPort, () => emulator.listen({port: emulatorPort}));
      emulatorUrl = kakao.url;
      undo.push(kakao.close);
    }

    const database = await openDatabase(databaseUrl === undefined ? {folder} : {url: databaseUrl});
    let saveEmulator = (): Promise<void> => Promise.resolve();
    undo.push(() => saveEmulator(), database.close);
    // Not before the database: it refuses a folder that another demo is using.
    if (emulator) saveEmulator = (await restoreState(emulator, join(folder, 'kakao.json'))).save;
    if (emulator && options.hasFirstMembers) await addFirstMembers(database);
    const members = createMembers(database);
    const consents = createConsents(database);
    const channels = createChannelRelations(database);
    const addresses = createAddresses(database);
    const coupons = createWelcomeCoupons(database, options.couponKey ?? (await readSecret(folder, 'coupon-key')));
    const {appId, adminKey} = keys;
    const notices =
      appId === undefined || adminKey === undefined ? undefined : openShopNotices({appId, adminKey, database, folder});
    const newsletter =
      adminKey === undefined
        ? undefined
        : createNewsletter({database, adminKey, channel: keys.channel ?? CHANNEL, emulatorUrl});
    const kakaoOptions = {
      keys,
      newsletter,
      members,
      consents,
      coupons,
      channels,
      addresses,
      notices,
      origin: shopUrl,
      redirectUri,
      sessionKey: options.sessionKey ?? (await readSecret(folder, 'session-key')),
      emulatorUrl,
      log,
      onChange: () => void saveEmulator().catch(() => log('The emulator’s links could not be saved.')),
    };
    const readTerms = (): readonly ServiceTerm[] | undefined => emulator?.app().terms;
    const kakao = createCurrentKakao(readTerms, (terms) => createKakao({...kakaoOptions, terms}));
    let reconciled = Promise.resolve();
    if (notices) {
      // After nothing more comes in, and before the emulator is saved for the last time and the database is closed.
      undo.splice(-2, 0, () => kakao.notices.stop());
      await kakao.notices.start();
      const reconcile = startReconcile({kakao, members, log});
      // Before all else: it asks the emulator, and what it finds goes through the notices.
      undo.unshift(reconcile.stop);
      reconciled = reconcile.done;
    }
    const assets = await loadAssets();
    const {javascriptKey: appKey, restApiKey} = keys;
    const orders = createOrders(database);
    const funnel = createFunnel(database);
    await funnel.forget();
    announceShop(
      createShop({
        kakao,
        members,
        consents,
        coupons,
        channels,
        operator:
          notices && isLoopback(shopUrl)
            ? {unfinished: createUnfinishedSignups(createKakaoApi({adminKey, emulator: emulatorUrl}), database)}
            : null,
        readTerms: () => readTerms() ?? [],
        orders,
        funnel,
        addresses,
        assets,
        origin: shopUrl,
        appKey,
        restApiKey,
        channel: keys.channel ?? CHANNEL,
        emulator: emulatorUrl,
        log,
      }),
    );
    return {shopUrl, emulatorUrl, emulator, reconciled, close};
  } catch (error) {
    await close();
    throw error;
  }
}

function isLoopback(origin: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(origin).hostname);
}

async function takePort<T>(variable: string, port: number, take: () => Promise<T>): Promise<T> {
  try {
    return await take();
  } catch (error) {
    if (!isBusy(error)) throw error;
    throw new Error(`Port ${port} is in use. Stop the other program, or set ${variable} to a free port.`, {
      cause: error,
    });
  }
}
