import {join, resolve} from 'node:path';
import {
  type ChatLink,
  type ConsentItem,
  createKakaoEmulator,
  DEFAULT_APP,
  type KakaoEmulator,
  type NoticeSettings,
  type ServiceTerm,
} from 'kakao-sync-widget/emulator';
import {createKakaoApi} from 'kakao-sync-widget/server';
import {loadAssets} from './assets.js';
import {createChannelRelations} from './channel-relations.js';
import {createConsents} from './consents.js';
import {createCurrentKakao} from './current-kakao.js';
import {openDatabase} from './database.js';
import {addFirstMembers} from './first-members.js';
import {CHANNEL, createKakao, type KakaoKeys} from './kakao.js';
import {isBusy, listenLocally} from './listen.js';
import {createMembers} from './members.js';
import {createNewsletter} from './newsletter.js';
import {NOTICE_PATHS, openShopNotices} from './notices.js';
import {createOrders} from './orders.js';
import {readSessionKey, restoreState} from './saved-state.js';
import {CALLBACK_PATH, createShop} from './shop.js';
import {toTermAddress} from './terms.js';
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

    const emulator = kakaoKeys
      ? undefined
      : createKakaoEmulator({
          apps: [toEmulatedApp(shopUrl, redirectUri)],
          chatLinks: toChatLinks(shopUrl),
          talkWindow: true,
          notices: toNoticeTargets(listening.port),
        });
    let emulatorUrl: string | undefined;
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
      channels,
      notices,
      origin: shopUrl,
      redirectUri,
      sessionKey: options.sessionKey ?? (await readSessionKey(folder)),
      emulatorUrl,
      log,
      onChange: () => void saveEmulator().catch(() => log('The emulator’s links could not be saved.')),
    };
    const readTerms = (): readonly ServiceTerm[] | undefined => emulator?.app().terms;
    const kakao = createCurrentKakao(readTerms, (terms) => createKakao({...kakaoOptions, terms}));
    if (notices) {
      // After nothing more comes in, and before the emulator is saved for the last time and the database is closed.
      undo.splice(-2, 0, () => kakao.notices.stop());
      await kakao.notices.start();
    }
    const assets = await loadAssets();
    const {javascriptKey: appKey, restApiKey} = keys;
    const orders = createOrders(database);
    announceShop(
      createShop({
        kakao,
        members,
        consents,
        channels,
        operator:
          notices && isLoopback(shopUrl)
            ? {unfinished: createUnfinishedSignups(createKakaoApi({adminKey, emulator: emulatorUrl}), database)}
            : null,
        readTerms: () => readTerms() ?? [],
        orders,
        assets,
        origin: shopUrl,
        appKey,
        restApiKey,
        channel: keys.channel ?? CHANNEL,
        emulator: emulatorUrl,
        log,
      }),
    );
    return {shopUrl, emulatorUrl, emulator, close};
  } catch (error) {
    await close();
    throw error;
  }
}

/** Made-up keys, as {@link DEFAULT_APP} has them. */
export const EMULATOR_KEYS: KakaoKeys = {
  javascriptKey: DEFAULT_APP.javascriptKeys[0].key,
  restApiKey: DEFAULT_APP.restApiKeys[0].key,
  clientSecret: DEFAULT_APP.restApiKeys[0].clientSecret,
  adminKey: DEFAULT_APP.adminKey,
  appId: String(DEFAULT_APP.appId),
};

/** What the shop's owner would set up in Kakao's console. */
function toEmulatedApp(origin: string, redirectUri: string) {
  const {javascriptKey, restApiKey, clientSecret = ''} = EMULATOR_KEYS;
  return {
    ...DEFAULT_APP,
    name: '온달',
    restApiKeys: [{key: restApiKey, clientSecret, redirectUris: [redirectUri]}],
    javascriptKeys: [{key: javascriptKey, domains: [origin], redirectUris: [redirectUri]}],
    channel: {publicId: CHANNEL, name: '온달'},
    terms: DEFAULT_APP.terms.map((term): ServiceTerm => ({...term, url: origin + toTermAddress(term)})),
    // Asked at the signup, so that the account page can tell.
    scopes: DEFAULT_APP.scopes.map((item): ConsentItem =>
      item.id === 'plusfriends' ? {id: item.id, name: item.name, required: false} : item,
    ),
  };
}

/** The emulator sends them to this machine alone, whatever the shop's address is. */
function toNoticeTargets(port: number): NoticeSettings {
  const origin = `http://localhost:${port}`;
  const {unlink, channel, account} = NOTICE_PATHS;
  return {unlink: origin + unlink, channel: origin + channel, account: origin + account};
}

function isLoopback(origin: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(origin).hostname);
}

/** What friends and the shop's own messages link to. `ks_auto=1` marks a link whose visitors are to be signed in. */
function toChatLinks(origin: string): ChatLink[] {
  return [
    {title: '온달 · 달항아리', url: `${origin}/products/moon-jar?ks_auto=1&as=kakaotalk`},
    {title: '온달 · 표시 없는 링크', url: `${origin}/products/moon-jar?as=kakaotalk`},
  ];
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
