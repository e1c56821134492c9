import {createRecorder} from '../../../support/record.js';
import type {Open} from '../fact.js';
import type {PageOptions, SdkPage} from './sdk-page.js';

/** A request of the SDK as the page makes it. */
export interface Poll {
  readonly method: string;
  readonly url: string;
  /** Headers that the SDK adds. */
  readonly headers: readonly string[];
  readonly withCredentials: boolean;
}

/** How a poll is answered: with 200 and this body, with another status, or by a connection that breaks. */
export type Reply = string | {readonly status: number; readonly body: string} | {readonly breaks: true};

/** A page that has called `authorize` and whose clock stands still. */
export interface WaitingPage extends SdkPage {
  /** What it has sent since. */
  polls(): Promise<readonly Poll[]>;
  /** Until `count` polls have been answered, or have failed. */
  pollsEnded(count: number): Promise<unknown>;
  /** Answers the polls in this order instead of the emulator; those that come later are to go on. */
  reply(...replies: readonly Reply[]): Promise<void>;
}

export const CODE_JSON = /^https:\/\/kauth\.kakao\.com\/apiweb\/code\.json\?/;

/** Opens a page that keeps a list of its requests and has a clock that stands still. */
export async function openToWait(open: Open, options: PageOptions = {}): Promise<WaitingPage> {
  const sdk = await open({agent: 'android', clock: true, ...options, before: `${SPY}; ${options.before ?? ''}`});
  const ended = createRecorder<string>((url) => url);
  for (const event of ['requestfinished', 'requestfailed'] as const) {
    sdk.page.on(event as 'requestfinished', (request) => {
      if (CODE_JSON.test(request.url())) ended.add(request.url());
    });
  }
  return {
    ...sdk,
    polls: () => sdk.run('polls'),
    async reply(...replies) {
      const left = [...replies];
      await sdk.page.route(CODE_JSON, (route) => {
        const reply = left.shift() ?? '{"status":"error","error_code":"300"}';
        const headers = {'access-control-allow-origin': '*'};
        if (typeof reply === 'string') return route.fulfill({body: reply, headers});
        return 'breaks' in reply ? route.abort('connectionreset') : route.fulfill({...reply, headers});
      });
    },
    pollsEnded: (count) => ended.wait(`Answer ${count} of code.json`, (all) => all[count - 1]),
  };
}

const SPY = `
  window.polls = [];
  const {open, setRequestHeader, send} = XMLHttpRequest.prototype;
  Object.assign(XMLHttpRequest.prototype, {
    open(method, url, ...others) {
      this.poll = {method, url: String(url), headers: []};
      return open.call(this, method, url, ...others);
    },
    setRequestHeader(name, value) {
      this.poll.headers.push(name);
      return setRequestHeader.call(this, name, value);
    },
    send(body) {
      polls.push({...this.poll, withCredentials: this.withCredentials});
      return send.call(this, body);
    },
  });
`;
