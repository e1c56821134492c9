import type {AnalyticsWindow} from './analytics-window.js';
import {createChannel, type Channel} from './channel.js';
import type {KakaoPixelOptions} from './options.js';
import {noteTold} from './told.js';

/** By secondary sources: not tried with a real track id. */
const SCRIPT = 'https://t1.daumcdn.net/kas/static/kp.js';

type Pixel = Partial<Record<string, () => void>>;

/** Calls functions of the site's Kakao Pixel, or of one that is loaded for it. */
export interface KakaoPixel extends Pick<Channel, 'flush'> {
  /** Somebody has arrived. */
  arrive(of: object, isNewMember: boolean): void;
}

export function createKakaoPixel(
  page: AnalyticsWindow,
  {id, load, signUp = 'completeRegistration', login = 'login'}: KakaoPixelOptions,
  isOpen: () => boolean | undefined,
): KakaoPixel {
  const isThere = (): boolean => typeof page.kakaoPixel === 'function';
  // If the page has a pixel, the site itself has told it of the page view.
  const isOurs = load && !isThere();

  function find(): boolean {
    if (isOurs && !isThere() && noteTold('kakaoPixel')) insertScript(load === true ? SCRIPT : load);
    return isThere();
  }

  const {add, flush} = createChannel(page, 'kakaoPixel', find, isOpen);
  const call = (name: string): void => (page.kakaoPixel as (id: string) => Pixel)(id)[name]?.();
  if (isOurs) add({what: 'pageView', send: () => call('pageView')});
  return {
    arrive: (of, isNewMember) => add({of, what: 'kakaoPixel', send: () => call(isNewMember ? signUp : login)}),
    flush,
  };
}

function insertScript(address: string): void {
  const script = document.createElement('script');
  script.nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';
  // Our policy of Trusted Types passes Kakao's SDK alone: a page that enforces them has to let this one in by itself.
  // eslint-disable-next-line no-restricted-syntax
  script.src = address;
  document.head.append(script);
}
