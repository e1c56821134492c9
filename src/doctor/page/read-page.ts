import {ATTRIBUTES, readConfig, type ReadConfig, toAttribute} from '../../client/state/config.js';
import {find, type Finding} from '../base/finding.js';
import type {SiteSettings, Value} from '../settings/site-settings.js';
import {findElements, type FoundElement} from './find-elements.js';

/** The script tag's file, wherever it lies. */
const TAG = /\/kakao-sync\.min\.js$/;

/** What a page says of the site, and what is wrong with it. */
export interface ReadPage {
  readonly settings: SiteSettings;
  readonly findings: readonly Finding[];
}

/**
 * Reads the attributes of `<kakao-sync>` on a page, or of the script tag's.
 *
 * @param known the settings so far, which win over the page's
 */
export function readPage(html: string, address: string, known: SiteSettings): ReadPage {
  const element = findConfiguration(findElements(html));
  if (!element) return {settings: known, findings: [find('page_without_widget', address)]};
  const prefix = element.name === 'script' ? 'data-' : '';
  const read = (name: string): string | undefined => element.attributes.get(prefix + toAttribute(name));
  const config = Object.fromEntries(ATTRIBUTES.map((name) => [name, read(name)]));
  const judged = readConfig(config, new URL(address).origin);
  return {
    settings: fillIn(known, judged, {address, prefix}),
    findings: judge(judged, {address, prefix}),
  };
}

function findConfiguration(elements: readonly FoundElement[]): FoundElement | undefined {
  const isTag = ({name, attributes}: FoundElement): boolean =>
    name === 'script' && TAG.test((attributes.get('src') ?? '').replace(/[?#].*/, ''));
  return elements.find(({name}) => name === 'kakao-sync') ?? elements.find(isTag);
}

interface Place {
  readonly address: string;
  readonly prefix: string;
}

function judge({problems, missing}: ReadConfig, {address, prefix}: Place): readonly Finding[] {
  const names = problems.flatMap(({name}) => name ?? []);
  const refused = [...new Set(names)].map((name) => find('attribute_refused', toWhere(address, prefix, name)));
  // What cannot be used is not missing too.
  if (!missing?.name || names.includes(missing.name)) return refused;
  return [...refused, find('attribute_missing', toWhere(address, prefix, missing.name))];
}

const toWhere = (address: string, prefix: string, name: string): string => `${address}: ${prefix}${toAttribute(name)}`;

/** The page's values in the places of those that nobody has said. */
function fillIn(known: SiteSettings, {settings: page}: ReadConfig, {address, prefix}: Place): SiteSettings {
  const take = (name: keyof typeof page): Value | null => {
    const text = page[name];
    return typeof text === 'string' ? {text, where: toWhere(address, prefix, name)} : null;
  };
  const redirectUri = take('redirectUri');
  const isUnknown = known.redirectUris.every(({text}) => text === '');
  return {
    ...known,
    javascriptKey: known.javascriptKey ?? take('appKey'),
    restApiKey: known.restApiKey ?? take('restApiKey'),
    endpoint: known.endpoint ?? take('endpoint'),
    callbackMode: known.callbackMode ?? take('callbackMode'),
    csrf: known.csrf ?? take('csrf'),
    scope: known.scope ?? take('scope'),
    emulator: known.emulator ?? take('emulator'),
    redirectUris: isUnknown && redirectUri ? [redirectUri] : known.redirectUris,
    site: known.site ?? {text: new URL(address).origin, where: '--page'},
  };
}
