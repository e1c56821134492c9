import {readConfig} from '../../client/state/config.js';
import {readRedirectUris} from '../../server/options/redirect-uris.js';
import {attempt} from '../../shared/attempt.js';
import {isLoopback} from '../../shared/loopback.js';
import {find, type Finding} from '../base/finding.js';
import type {SiteSettings, Value} from '../settings/site-settings.js';
import {toReason} from './reason.js';

/** Checks that Kakao, the kit and the widget can use each redirect URI, letter for letter. */
export function checkRedirectUris({redirectUris, site}: SiteSettings): readonly Finding[] {
  const given = redirectUris.filter(({text}) => text !== '');
  if (given.length === 0) return [find('redirect_uri_unknown', redirectUris[0]?.where ?? '--redirect-uri')];
  return given.flatMap((uri) => checkUri(uri) ?? checkPlace(uri, site));
}

/** Null if nothing is wrong with it. */
function checkUri(uri: Value): Finding | null {
  const {text, where} = uri;
  try {
    readRedirectUris([text], []);
  } catch (error) {
    return explain(uri, error);
  }
  const {problems} = readConfig({redirectUri: text}, new URL(text).origin);
  return problems.length === 0 ? null : find('redirect_uri_query', where);
}

/** Which of the usual mistakes the kit has refused. */
function explain({text, where}: Value, error: unknown): Finding {
  const url = attempt(() => new URL(text));
  if (url && !url.username && !url.password) {
    if (url.protocol === 'http:' && !isLoopback(url)) return find('redirect_uri_insecure', where);
    if (url.href.includes('#')) return find('redirect_uri_fragment', where);
    if (url.href !== text && !url.hostname.endsWith('.')) return find('redirect_uri_inexact', where, {exact: url.href});
  }
  return find('redirect_uri_refused', where, {reason: toReason(error)});
}

function checkPlace({text, where}: Value, site: Value | null): readonly Finding[] {
  const origin = site?.text && attempt(() => new URL(site.text).origin);
  const own = new URL(text).origin;
  return !origin || origin === own ? [] : [find('redirect_uri_elsewhere', where, {origin: own, site: origin})];
}
