import type {Engine, ProfileOptions, Tab} from '../../scripts/engines/engine.mjs';
import {type KakaoPages, WORDS} from './kakao-pages.js';
import {FIRST_STATE, type PageSnapshot, readDocument} from './page-snapshot.js';
import type {Watched} from './observation.js';
import {findNext, findPlace, type Place, readMessageCount} from './page-places.js';
import type {Site} from './site.js';
import {SESSION_PATH} from './test-environment.js';
import {PAGE_MESSAGES_PATH} from './page-messages.js';
import {type Logins, START, toLogins} from './visit.js';
import type {PageRecorder} from './page-recorder.js';

/** Somebody with a browser of any engine: what they do, and what the checks look at. */
export interface EngineVisit extends Watched<Tab>, Logins {
  readonly traffic: PageRecorder['traffic'];
  /** What they do when Kakao's pages are shown in the first tab. */
  readonly kakao: Pick<KakaoPages, 'signIn' | 'agree' | 'cancel' | 'signUp'>;
  openTab(): Promise<Tab>;
  /** Goes to a page of the site by its path, or anywhere by its address. */
  goTo(to: string, tab?: Tab): Promise<void>;
  goBack(tab?: Tab): Promise<void>;
  reload(tab?: Tab): Promise<void>;
  /** Does what leads to another document, and waits for that. */
  leave(go: () => Promise<void>, tab?: Tab): Promise<void>;
  /** Presses what has that name, as soon as it is there and at rest. */
  press(name?: string, tab?: Tab): Promise<void>;
  /** Kakao's page is shown: its address. */
  arriveAtKakao(tab?: Tab): Promise<string>;
  arriveAt(path: string, tab?: Tab): Promise<void>;
  readAddress(tab?: Tab): Promise<string>;
  /** The page says something. */
  waitForText(text: string, tab?: Tab): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** How long a page may take on a busy machine. */
const PATIENCE = 30_000;
const PAUSE = 50;

const readText = async (tab: Tab): Promise<string> => (await tab.evaluate(readDocument, FIRST_STATE)).text;

export async function startEngineVisit(
  engine: Engine,
  environment: Site,
  recorder: PageRecorder,
  options: ProfileOptions = {},
): Promise<EngineVisit> {
  const profile = await engine.openProfile(options);
  const page = await profile.openTab();

  /** What a look at the page brings as soon as it brings something. Between two documents there is nothing to look at. */
  async function wait<Found>(what: string, find: () => Promise<Found | null>): Promise<Found> {
    let last: unknown;
    for (const deadline = Date.now() + PATIENCE; Date.now() < deadline;) {
      try {
        const found = await find();
        if (found !== null) return found;
      } catch (error) {
        last = error;
      }
      await pause();
    }
    const text = await readText(page).catch(String);
    throw new Error(`${what} never came. The page says:\n${text}`, {cause: last});
  }

  /** Leaves a document, and comes back when another one can be read. */
  async function leave(tab: Tab, go: () => Promise<void>): Promise<void> {
    const mark = Math.random().toString(36);
    const key = 'kakao-sync-widget.left';
    await tab.evaluate(
      ({name, value}) => {
        Object.assign(window, {[Symbol.for(name)]: value});
      },
      {name: key, value: mark},
    );
    await go();
    await wait('Another page', async () => {
      const isOther = await tab.evaluate(
        ({name, value}) => {
          const {[Symbol.for(name)]: found} = window as unknown as Record<symbol, unknown>;
          return found !== value && document.readyState !== 'loading';
        },
        {name: key, value: mark},
      );
      return isOther || null;
    });
  }

  async function press(name: string, tab: Tab): Promise<void> {
    let before: Place | null = null;
    const {x, y, address} = await wait(`"${name}"`, async () => {
      const place = await tab.evaluate(findPlace, name);
      const isAtRest = place !== null && place.x === before?.x && place.y === before.y;
      before = place;
      return isAtRest ? place : null;
    });
    if (!address.startsWith(environment.url)) recorder.noteAddress(address);
    await tab.click(x, y);
  }

  const readAddress = (tab: Tab): Promise<string> => tab.evaluate(() => location.href, undefined);
  const agree = async (): Promise<void> => {
    await press(WORDS.ko.agreeToAll, page);
    await press(WORDS.ko.agree, page);
  };

  const goTo = (to: string, tab = page): Promise<void> => leave(tab, () => tab.goTo(new URL(to, environment.url).href));
  const kakao: EngineVisit['kakao'] = {
    signIn: (name) => press(name, page),
    agree,
    cancel: () => press(WORDS.ko.cancel, page),
    async signUp(name) {
      await press(name, page);
      await agree();
    },
  };

  return {
    ...toLogins({goTo, press: () => press(START, page), kakao}),
    environment,
    page,
    events: recorder.events,
    traffic: recorder.traffic,
    kakao,
    openTab: () => profile.openTab(),
    goTo,
    goBack: (tab = page) => leave(tab, () => tab.goBack()),
    reload: (tab = page) => leave(tab, () => tab.reload()),
    leave: (go, tab = page) => leave(tab, go),
    press: (name = START, tab = page) => press(name, tab),
    async arriveAtKakao(tab = page) {
      const address = await wait('Kakao’s page', async () => {
        const found = await readAddress(tab);
        return new URL(found).pathname === '/oauth/authorize' ? found : null;
      });
      recorder.noteAddress(address);
      return address;
    },
    arriveAt: (path, tab = page) =>
      wait(path, async () => ((await readAddress(tab)) === environment.url + path ? undefined : null)),
    waitForText: (text, tab = page) =>
      wait(`"${text}"`, async () => ((await readText(tab)).includes(text) ? undefined : null)),
    // A page that is leaving cannot be asked; the next one can.
    readAddress: (tab = page) => wait('An address', () => readAddress(tab)),
    readText: (tab = page) => readText(tab),
    async takeSnapshot(tab): Promise<PageSnapshot> {
      // What a page tells can come before its last script, which may draw it a second time.
      await wait('A whole page', async () => ((await tab.evaluate(isLoaded, undefined)) ? true : null));
      await recorder.heard(await tab.evaluate(readMessageCount, PAGE_MESSAGES_PATH));
      const cookies = await profile.readCookies();
      const session = await readSession(environment, cookies);
      return {
        address: await readAddress(tab),
        history: [],
        cookies,
        session,
        document: await tab.evaluate(readDocument, FIRST_STATE),
        ...(await tab.evaluate(findNext, session === 'signed-in')),
      };
    },
    [Symbol.asyncDispose]: () => profile.close(),
  };
}

function isLoaded(): boolean {
  return document.readyState === 'complete';
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE));
}

/** Asks as the browser would, with its cookies, but not through it: the recorder counts only what the pages ask. */
async function readSession({kit, url}: Site, cookies: PageSnapshot['cookies']): Promise<unknown> {
  const headers = {
    'X-Kakao-Sync': '1',
    Origin: url,
    Cookie: cookies.map(({name, value}) => `${name}=${value}`).join('; '),
  };
  const response = await kit.session(new Request(url + SESSION_PATH, {headers}));
  return ((await response.json()) as {status?: unknown}).status;
}
