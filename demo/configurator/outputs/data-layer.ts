import {toFieldsOf, type EventName, type Values} from '../../../src/analytics/events.js';
import {isHosted, type Settings} from '../settings.js';
import {toOrigin} from '../sites.js';
import {toScriptString} from './text/escape.js';

/** Events of one signup, each with its values. */
type Told = {readonly [Name in EventName]: readonly [Name, Values<Name>]}[EventName];

/** A sample id: each login has a random one. */
export const EVENT_ID = 'RANDOM_EVENT_ID';

/**
 * Writes the lines that one signup pushes: on the page of the press, and on the page of the return. On a hosted shop's page
 * they end with the press. Without analytics there are none.
 */
export function toDataLayerLines(settings: Settings): readonly string[] {
  const {analytics, place, sites} = settings;
  if (analytics === 'none') return [];
  const origin = sites.flatMap((site) => toOrigin(site) ?? [])[0] ?? 'https://www.example.com';
  const here = {page_location: `${origin}/`};
  const purpose = 'login';
  const journey = {purpose, event_id: EVENT_ID};
  const before: readonly Told[] = [
    ['kakao_sync_ready', here],
    ['kakao_sync_view', {}],
    ['kakao_sync_press', {purpose}],
    ['kakao_sync_start', {purpose}],
  ];
  const after: readonly Told[] = [
    ['kakao_sync_ready', {...here, page_referrer: origin}],
    ['kakao_sync_return', journey],
    ['sign_up', {method: 'kakao', ...journey}],
  ];
  return [...before, ...(isHosted(place) ? [] : after)].map(([name, values]) => toLine(analytics, name, values));
}

/** Fields without a value are left out here; they are pushed as `undefined`. */
function toLine(way: 'gtm' | 'gtag', name: EventName, values: Values<EventName>): string {
  const fields = Object.entries(toFieldsOf(name, values)).flatMap(([field, value]) =>
    value === undefined ? [] : [`${field}: ${toScriptString(value)}`],
  );
  return way === 'gtm'
    ? `dataLayer.push({${[`event: '${name}'`, ...fields].join(', ')}});`
    : `gtag('event', '${name}', {${fields.join(', ')}});`;
}
