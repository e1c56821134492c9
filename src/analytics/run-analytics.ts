import type {KakaoSync} from '../client/page/page-client.js';
import {getPresentRegistry, type Measuring} from '../client/page/page-registry.js';
import {omitUndefined, toFields} from '../shared/fields.js';
import type {AnalyticsWindow} from './analytics-window.js';
import {createChannel} from './channel.js';
import {toDataLayer, watchConsent, type ConsentListener} from './data-layer.js';
import {toFieldsOf, toOwnName, type Fields} from './events.js';
import {createKakaoPixel} from './kakao-pixel.js';
import type {Analytics, RunOptions} from './options.js';
import {toPageView, watchReady} from './ready.js';
import {watchJourneys, type Tell} from './watch-journeys.js';
import type {watchSeen} from './watch-seen.js';

/** {@link startAnalytics} on a given page. */
export function runAnalytics(
  client: KakaoSync,
  {way, names, needsConsent, kakaoPixel}: RunOptions,
  page: AnalyticsWindow,
  onSeen: typeof watchSeen,
): Analytics {
  const measuring = (getPresentRegistry().measuring ??= {isAllowed: true, values: {}});
  measuring.isAllowed = needsConsent ? undefined : true;
  let ads: boolean | undefined = measuring.isAllowed;
  let isReady: true | undefined;
  let isStopped = false;

  const find = (): unknown => (typeof way === 'string' ? Reflect.get(page, way) : way);
  const isThere = (): boolean => way === 'gtm' || typeof find() === 'function';
  const isOpen = (): boolean | undefined => !isStopped && measuring.isAllowed && isReady;
  const channel = createChannel(page, String(way), isThere, isOpen);
  const pixel = kakaoPixel && createKakaoPixel(page, kakaoPixel, () => ads && isOpen());

  const flush = (): void => {
    channel.flush();
    pixel?.flush();
  };
  const decide: ConsentListener = (nowAnalytics = measuring.isAllowed, nowAds = ads) => {
    measuring.isAllowed = nowAnalytics;
    ads = nowAds;
    flush();
  };
  const tell: Tell = (of, name, values) => {
    const own = toOwnName(name, names);
    // Ids come with some outcomes only, and a variant may come as late as its file.
    const toAll = (): Fields =>
      toFieldsOf(name, {
        variant: measuring.values['ks_variant'],
        ...of,
        event_id: toFields(of)['eventId'],
        ...values,
      });
    if (own) channel.add({of, what: name, send: () => send(way, find, page, own, toAll())});
  };
  const check = watchReady(client, page, () => {
    tell(undefined, 'kakao_sync_ready', toPageView(client, page));
    isReady = true;
    flush();
  });
  const stops = [
    onSeen(() => tell(undefined, 'kakao_sync_view')),
    ...watchJourneys(client, page, {tell, check, pixel}),
  ];
  if (needsConsent) watchConsent(page, decide);
  return {
    consent: decide,
    sheet: watchSheet(measuring, tell),
    stop() {
      isStopped = true;
      flush();
      for (const stop of stops) stop();
    },
  };
}

type SheetEvents = NonNullable<Measuring['sheet']>;

/** Tells what has happened to the signup sheet, and from now on what is pushed. */
function watchSheet(measuring: Measuring, tell: Tell): Analytics['sheet'] {
  const sheet: Analytics['sheet'] = (what, variant) => {
    if (variant) measuring.values['ks_variant'] = variant;
    tell({}, `kakao_sync_sheet_${what}`);
  };
  for (const what of measuring.sheet ?? []) sheet(what);
  (measuring.sheet = [] as SheetEvents).push = sheet as SheetEvents['push'];
  return sheet;
}

type Call = (...values: unknown[]) => void;

/** Tells an event in the way of the site. */
function send(way: RunOptions['way'], find: () => unknown, page: AnalyticsWindow, name: string, fields: Fields): void {
  if (way === 'gtm') toDataLayer(page).push({event: name, ...fields});
  // It keeps nothing from one event to the next, and a field without a value might take the place of its own.
  else if (way === 'gtag') (find() as Call)('event', name, omitUndefined(fields));
  else (find() as Call)(name, fields);
}
