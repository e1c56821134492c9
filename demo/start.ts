import {join, resolve} from 'node:path';
import {
  type ChatLink,
  type ConsentItem,
  createKakaoEmulator,
  DEFAULT_APP,
  type KakaoEmulator,
  type ServiceTerm,
} from 'kakao-sync-widget/emulator';
import {createKakaoServer, type KakaoKey, type KakaoServer} from 'kakao-sync-widget/server';
import {loadAssets} from './assets.js';
import {createConsents, type Consents} from './consents.js';
import {createCurrentKakao} from './current-kakao.js';
import {openDatabase} from './database.js';
import {addFirstMembers} from './first-members.js';
import {isBusy, listenLocally} from './listen.js';
import {createMembers, type Members} from './members.js';
import {createOrders} from './orders.js';
import {readSessionKey, restoreState} from './saved-state.js';
import {CALLBACK_PATH, createShop} from './shop.js';
import {toSiteTerms, toTermAddress} from './terms.js';

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

export interface KakaoKeys {
  readonly javascriptKey: string;
  readonly restApiKey: string;
  readonly clientSecret?: string | undefined;
  /** The app's admin key: tells how members stand to the channel. */
  readonly adminKey?: string | undefined;
  /** The public id of the app's channel. */
  readonly channel?: string | undefined;
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
    const kakaoOptions = {
      keys,
      members,
      consents,
      origin: shopUrl,
      redirectUri,
      sessionKey: options.sessionKey ?? (await readSessionKey(folder)),
      emulatorUrl,
      log,
      onChange: () => void saveEmulator().catch(() => log('The emulator’s links could not be saved.')),
    };
    const readTerms = (): readonly ServiceTerm[] | undefined => emulator?.app().terms;
    const kakao = createCurrentKakao(readTerms, (terms) => createKakao({...kakaoOptions, terms}));
    const assets = await loadAssets();
    const {javascriptKey: appKey, restApiKey} = keys;
    const orders = createOrders(database);
    announceShop(
      createShop({
        kakao,
        members,
        consents,
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
const EMULATOR_KEYS: KakaoKeys = {
  javascriptKey: DEFAULT_APP.javascriptKeys[0].key,
  restApiKey: DEFAULT_APP.restApiKeys[0].key,
  clientSecret: DEFAULT_APP.restApiKeys[0].clientSecret,
  adminKey: DEFAULT_APP.adminKey,
};

const CHANNEL = '_ondal';

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

/** What friends and the shop's own messages link to. `ks_auto=1` marks a link whose visitors are to be signed in. */
function toChatLinks(origin: string): ChatLink[] {
  return [
    {title: '온달 · 달항아리', url: `${origin}/products/moon-jar?ks_auto=1&as=kakaotalk`},
    {title: '온달 · 표시 없는 링크', url: `${origin}/products/moon-jar?as=kakaotalk`},
  ];
}

interface KakaoOptions {
  readonly keys: KakaoKeys;
  readonly members: Members;
  readonly consents: Consents;
  readonly origin: string;
  readonly redirectUri: string;
  readonly sessionKey: string;
  /** The app's terms; undefined where only Kakao knows them. */
  readonly terms: readonly ServiceTerm[] | undefined;
  readonly emulatorUrl: string | undefined;
  readonly log: (line: string) => void;
  readonly onChange: () => void;
}

function createKakao({keys, members, consents, terms, log, onChange, ...options}: KakaoOptions): KakaoServer {
  const {javascriptKey, restApiKey, clientSecret, adminKey, channel = CHANNEL} = keys;
  const appKeys: KakaoKey[] = [
    {clientId: javascriptKey, exchangeAs: restApiKey},
    {clientId: restApiKey, ...(clientSecret !== undefined && {secret: clientSecret})},
  ];
  return createKakaoServer({
    keys: appKeys,
    redirectUris: [options.redirectUri],
    allowedOrigins: [options.origin],
    sessionKeys: [options.sessionKey],
    emulator: options.emulatorUrl,
    terms: terms && toSiteTerms(terms),
    findMember: (profile) => members.findByKakao(profile),
    adminKey,
    channels: adminKey === undefined ? undefined : [channel],
    async signUp(profile) {
      const customer = await members.findUnconnected(profile);
      return customer
        ? {action: 'link-existing', memberId: customer.id, redirectTo: '/connect'}
        : members.signUp(profile);
    },
    readMember: (id) => members.read(id),
    onConsent: (records) => consents.add(records),
    onError: ({code, ref = '-', koe = '-', hint}) => log(`kakao ${code} ${ref} ${koe} ${hint}`),
    onReport: ({code, ref, browser, release}) => log(`page ${code} ${ref} ${browser} ${release}`),
    onMetric: ({purpose}) => {
      if (purpose !== 'read' && purpose !== 'none') onChange();
    },
  });
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
