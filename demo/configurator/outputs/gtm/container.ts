import type {Settings} from '../../settings.js';
import type {Release} from '../types.js';
import {toGtmLoader} from './loader.js';

/** Google Tag Manager gives numbers of its own when a container is imported. */
const OWN = {accountId: '0', containerId: '0'};
const PATH = 'accounts/0/containers/0';

const MEASUREMENT_ID = 'GA4 Measurement ID';
const CONVERSIONS = ['sign_up', 'login'];
/** The fields of the events `sign_up` and `login`. */
const FIELDS = ['method', 'purpose', 'event_id', 'variant'];
const READY = 'kakao_sync_ready';
const READY_FIELDS = ['page_location', 'page_referrer'];

interface Parameter {
  readonly type: 'TEMPLATE' | 'BOOLEAN' | 'INTEGER' | 'LIST' | 'MAP';
  readonly key?: string;
  readonly value?: string;
  readonly list?: readonly Parameter[];
  readonly map?: readonly Parameter[];
}

const text = (key: string, value: string): Parameter => ({type: 'TEMPLATE', key, value});
const off = (key: string): Parameter => ({type: 'BOOLEAN', key, value: 'false'});
const refer = (variable: string): string => `{{${variable}}}`;
const toVariableName = (field: string): string => `Kakao Sync - ${field}`;

/**
 * A container to be imported and merged: the loader on each page view but the callback's, and with `dataLayer` as the way,
 * GA4's events for signup and login, and a trigger for page views. Written after public exports; never imported.
 */
export function toGtmContainer(settings: Settings, release: Release): string {
  const isMeasured = settings.analytics === 'gtm';
  const events = isMeasured ? [...CONVERSIONS, READY] : [];
  const fields = isMeasured ? [...FIELDS, ...READY_FIELDS] : [];
  const number = (key: string, items: readonly object[]): object[] =>
    items.map((item, index) => ({...OWN, [key]: String(index + 1), ...item, fingerprint: '0'}));
  const container = {
    exportFormatVersion: 2,
    exportTime: '2026-01-01 00:00:00',
    containerVersion: {
      ...{path: `${PATH}/versions/0`, ...OWN, containerVersionId: '0'},
      container: {path: PATH, ...OWN, name: 'Kakao Sync', publicId: 'GTM-0000000', usageContext: ['WEB']},
      tag: number('tagId', [
        toLoaderTag(settings, release),
        ...(isMeasured ? CONVERSIONS.map((event, index) => toEventTag(event, String(index + 2))) : []),
      ]),
      trigger: number('triggerId', [toPageView(settings.redirectUri), ...events.map((event) => toEventTrigger(event))]),
      variable: number('variableId', [
        ...(isMeasured ? [{name: MEASUREMENT_ID, type: 'c', parameter: [text('value', 'G-XXXXXXXXXX')]}] : []),
        ...fields.map((field) => toVariable(field)),
      ]),
      builtInVariable: [{...OWN, type: 'PAGE_PATH', name: 'Page Path'}],
      fingerprint: '0',
    },
  };
  return `${JSON.stringify(container, null, 2)}\n`;
}

function toLoaderTag(settings: Settings, release: Release): object {
  return {
    name: 'Kakao Sync',
    type: 'html',
    parameter: [text('html', toGtmLoader(settings, release)), off('supportDocumentWrite')],
    firingTriggerId: ['1'],
    tagFiringOption: 'ONCE_PER_LOAD',
    ...toUsual(),
  };
}

function toEventTag(event: string, trigger: string): object {
  return {
    name: `Kakao Sync - GA4 ${event}`,
    type: 'gaawe',
    parameter: [
      off('sendEcommerceData'),
      text('eventName', event),
      text('measurementIdOverride', refer(MEASUREMENT_ID)),
      {
        type: 'LIST',
        key: 'eventSettingsTable',
        list: FIELDS.map((field) => ({
          type: 'MAP',
          map: [text('parameter', field), text('parameterValue', refer(toVariableName(field)))],
        })),
      },
    ],
    firingTriggerId: [trigger],
    tagFiringOption: 'ONCE_PER_EVENT',
    ...toUsual(),
  };
}

const toUsual = (): object => ({monitoringMetadata: {type: 'MAP'}, consentSettings: {consentStatus: 'NOT_SET'}});

/** The callback page has the script in its own markup. */
function toPageView(callback: string): object {
  const path = callback.trim().replace(/[{}]/g, encodeURIComponent);
  return {
    name: 'Kakao Sync - page view',
    type: 'PAGEVIEW',
    ...(path && {
      filter: [
        {
          type: 'EQUALS',
          parameter: [
            text('arg0', refer('Page Path')),
            text('arg1', path),
            {type: 'BOOLEAN', key: 'negate', value: 'true'},
          ],
        },
      ],
    }),
  };
}

function toEventTrigger(event: string): object {
  return {
    name: `Kakao Sync - ${event}`,
    type: 'CUSTOM_EVENT',
    customEventFilter: [{type: 'EQUALS', parameter: [text('arg0', refer('_event')), text('arg1', event)]}],
  };
}

function toVariable(field: string): object {
  return {
    name: toVariableName(field),
    type: 'v',
    parameter: [{type: 'INTEGER', key: 'dataLayerVersion', value: '2'}, off('setDefaultValue'), text('name', field)],
  };
}
