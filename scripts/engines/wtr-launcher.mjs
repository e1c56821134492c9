/**
 * An engine for the web test runner, which knows it as a browser of Playwright's: its commands for keys, mouse, viewport
 * and media then find what they call. One page at a time: one in the background has no focus, and its timers are slowed.
 */
export function toWtrLauncher(name, openEngine) {
  const addresses = new Map();
  let opening;

  async function open() {
    const engine = await openEngine();
    const profile = await engine.openProfile();
    const tab = await profile.openTab();
    const page = {
      keyboard: {press: (key) => tab.press(key)},
      mouse: {click: (x, y) => tab.click(x, y)},
      setViewportSize: (size) => tab.setSize(size),
      emulateMedia: (media) => tab.setMedia(media),
    };
    return {engine, tab, page};
  }

  return {
    name,
    type: 'playwright',
    concurrency: 1,
    async initialize() {
      // The browser is opened with the first session.
    },
    async startSession(id, url) {
      opening ??= open();
      this.opened = await opening;
      addresses.set(id, url);
      await this.opened.tab.goTo(url);
    },
    isActive: (id) => addresses.has(id),
    getBrowserUrl: (id) => addresses.get(id),
    getPage() {
      return this.opened.page;
    },
    async stopSession(id) {
      addresses.delete(id);
      await this.opened.tab.goTo('about:blank');
      return {testCoverage: undefined};
    },
    async stop() {
      const opened = await opening;
      await opened?.engine.close();
    },
  };
}
