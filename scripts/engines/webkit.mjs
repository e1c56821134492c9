// WebKitGTK by raw W3C WebDriver: Debian's WebKitWebDriver with its own MiniBrowser, on a screen of Xvfb.
import {spawn} from 'node:child_process';
import {createServer} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import {needBrowser} from '../browsers.mjs';

/** How long a browser may take to start on a busy machine. */
const PATIENCE = 60_000;
/** How long a page may take to answer a script. One that goes back to a kept document sometimes never does. */
const ANSWER = 10_000;
/** MiniBrowser's switches for what a visitor can refuse. */
const REFUSALS = {cookies: ['--cookies-policy=never'], localStorage: ['--features=-LocalStorage']};
const KEYS = {Tab: '\uE004', Enter: '\uE007', Escape: '\uE00C', Space: ' '};
const USUAL_MEDIA = {colorScheme: 'light', forcedColors: 'none', reducedMotion: 'no-preference'};

export async function openWebKit() {
  const screen = await openScreen();
  const open = new Set();
  const first = await openBrowser(screen.display);
  await first.close();

  return {
    title: `WebKitGTK ${first.version}`,
    async openProfile({refuses, userAgent} = {}) {
      const browser = await openBrowser(screen.display, [
        ...(REFUSALS[refuses] ?? []),
        ...(userAgent ? [`--user-agent=${userAgent}`] : []),
      ]);
      open.add(browser);
      return {
        openTab: () => openTab(browser),
        readCookies: () => browser.command('GET', '/cookie'),
        async close() {
          open.delete(browser);
          await browser.close();
        },
      };
    },
    async close() {
      await Promise.all([...open].map((browser) => browser.close()));
      screen.close();
    },
  };
}

async function openTab(browser) {
  // A browser starts with a tab of its own. A further one is a window: a tab that is not shown takes no press.
  const handle = browser.takeFirst() ?? (await browser.command('POST', '/window/new', {type: 'window'})).handle;
  const command = async (...parts) => {
    await browser.bringToFront(handle);
    return browser.command(...parts);
  };
  const execute = (script, ...args) => command('POST', '/execute/sync', {script, args}, AbortSignal.timeout(ANSWER));
  const act = (...sources) => command('POST', '/actions', {actions: sources});

  return {
    goTo: (url) => command('POST', '/url', {url}),
    goBack: () => command('POST', '/back', {}),
    reload: () => command('POST', '/refresh', {}),
    // A bundler's names for functions mean nothing in the page.
    evaluate: (run, argument) => execute(`const __name = (f) => f; return (${run})(arguments[0]);`, argument ?? null),
    click: (x, y) =>
      act({
        type: 'pointer',
        id: 'mouse',
        parameters: {pointerType: 'mouse'},
        actions: [
          {type: 'pointerMove', duration: 0, x: Math.round(x), y: Math.round(y)},
          {type: 'pointerDown', button: 0},
          {type: 'pointerUp', button: 0},
        ],
      }),
    press: (key) =>
      act({
        type: 'key',
        id: 'keyboard',
        actions: ['keyDown', 'keyUp'].map((type) => ({type, value: KEYS[key] ?? key})),
      }),
    async setSize({width, height}) {
      const measure = () => execute('return [innerWidth, innerHeight]');
      let [w, h] = await measure();
      const outer = await command('GET', '/window/rect');
      await command('POST', '/window/rect', {width: outer.width - w + width, height: outer.height - h + height});
      for (const deadline = Date.now() + PATIENCE; w !== width || h !== height; [w, h] = await measure()) {
        if (Date.now() > deadline) throw new Error(`The page is ${w} × ${h}, not ${width} × ${height}.`);
        await sleep(20);
      }
    },
    async setMedia(media) {
      const unusual = Object.entries(media).find(([feature, value]) => USUAL_MEDIA[feature] !== value);
      if (unusual) throw new Error(`WebDriver cannot set ${unusual.join(' to ')}.`);
    },
  };
}

/** A driver with one browser, which shares nothing with another. */
async function openBrowser(display, args = []) {
  const port = await findFreePort();
  const driver = spawn(needBrowser('webkit'), [`--port=${port}`], {
    stdio: 'ignore',
    env: {
      ...process.env,
      DISPLAY: display,
      GDK_BACKEND: 'x11',
      LANGUAGE: 'ko_KR',
      TZ: 'Asia/Seoul',
      WEBKIT_DISABLE_DMABUF_RENDERER: '1',
      NO_AT_BRIDGE: '1',
    },
  });
  const kill = () => driver.kill();
  process.once('exit', kill);
  const end = () => {
    process.off('exit', kill);
    kill();
  };
  const base = `http://127.0.0.1:${port}`;

  try {
    for (const deadline = Date.now() + PATIENCE; ; await sleep(50)) {
      const isUp = await send(`${base}/status`, 'GET').catch((error) => {
        if (Date.now() > deadline) throw error;
      });
      if (isUp) break;
    }
    const {sessionId, capabilities} = await send(`${base}/session`, 'POST', {
      capabilities: {
        alwaysMatch: {
          pageLoadStrategy: 'none',
          'webkitgtk:browserOptions': {args: ['--automation', ...args]},
        },
      },
    });
    const session = `${base}/session/${sessionId}`;
    const command = (method, path, body, signal) => send(session + path, method, body, signal);
    let front = await command('GET', '/window');
    let first = front;
    return {
      version: capabilities.browserVersion,
      command,
      takeFirst() {
        const taken = first;
        first = undefined;
        return taken;
      },
      async bringToFront(handle) {
        if (handle === front) return;
        await command('POST', '/window', {handle});
        front = handle;
      },
      async close() {
        await send(session, 'DELETE').catch(() => undefined); // the browser may be gone already
        end();
      },
    };
  } catch (error) {
    end();
    throw error;
  }
}

/** A screen that nobody sees. Xvfb chooses a free number and tells it by -displayfd. */
async function openScreen() {
  const screen = spawn(needBrowser('xvfb'), ['-displayfd', '3', '-screen', '0', '1440x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const close = () => screen.kill();
  process.once('exit', close);
  const display = await new Promise((resolve, reject) => {
    screen.once('error', reject);
    screen.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}.`)));
    screen.stdio[3].once('data', (number) => resolve(`:${String(number).trim()}`));
  });
  return {
    display,
    close() {
      process.off('exit', close);
      close();
    },
  };
}

async function findFreePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const {port} = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function send(address, method, body, signal) {
  const response = await fetch(address, {
    method,
    signal,
    headers: {'Content-Type': 'application/json'},
    ...(body !== undefined && {body: JSON.stringify(body)}),
  });
  const {value} = await response.json();
  if (!response.ok) throw new Error(`WebDriver ${method} ${address}: ${value?.error}: ${value?.message}`);
  return value ?? true;
}
