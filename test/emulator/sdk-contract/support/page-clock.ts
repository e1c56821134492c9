/**
 * A script for a page whose time stands still but for `passTime(milliseconds)`. Not Playwright's clock: that one passes
 * a page over while it tries to leave, as every page does that has handed a sign-in to KakaoTalk.
 */
export const STOP_CLOCK = `{
  const timers = new Map();
  let last = 0;
  let now = 0;
  const start = (isRepeated) => (callback, delay = 0, ...args) => {
    timers.set(++last, {at: now + delay, every: isRepeated ? delay : null, call: () => callback(...args)});
    return last;
  };
  const stop = (id) => void timers.delete(id);
  const findNext = () => [...timers].sort(([, a], [, b]) => a.at - b.at)[0];
  /** What other code has to do meanwhile. */
  const yieldTask = () => new Promise((resolve) => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(null);
  });
  Object.assign(window, {
    setTimeout: start(false),
    setInterval: start(true),
    clearTimeout: stop,
    clearInterval: stop,
    async passTime(milliseconds) {
      const end = now + milliseconds;
      for (let next = findNext(); next && next[1].at <= end; next = findNext()) {
        const [id, timer] = next;
        now = timer.at;
        if (timer.every === null) timers.delete(id);
        else timer.at += timer.every;
        timer.call();
        await yieldTask();
      }
      now = end;
    },
  });
}`;
