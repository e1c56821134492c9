import {readConfig} from '../../client/state/config.js';
import {checkAdminKey, checkSecret} from '../../server/options/app-keys.js';
import {checkSealKeys} from '../../server/options/session-keys.js';
import {attempt} from '../../shared/attempt.js';
import {find, type Finding} from '../base/finding.js';
import {isPublic, type SiteSettings, toPlainName, toValue, type Value} from '../settings/site-settings.js';

/** What a terminal or an editor adds when a value is pasted. */
const PASTED = /["'‘’“”]|[^\x21-\x7e]/;
/** Names of variables that hold a secret. */
const SECRET_NAME = /^KAKAO_.*(SECRET|ADMIN)|^(SESSION|TOKEN|COUPON)_KEY$/;
/** A page's origin, for rules that hold on any page. */
const ANY_ORIGIN = 'https://site.invalid';

/** Checks the app keys and the secrets: their shapes, and whether each is where it belongs. */
export function checkKeys(settings: SiteSettings): readonly Finding[] {
  const {restApiKey, javascriptKey, adminKey, endpoint, notices} = settings;
  if (!restApiKey?.text && !javascriptKey?.text) return endpoint || notices ? [] : [find('nothing_to_check', '.env')];
  return [
    ...checkAppKey(restApiKey, 'restApiKey'),
    ...checkAppKey(javascriptKey, 'appKey'),
    ...checkClientSecret(settings),
    ...(adminKey?.text ? checkText(adminKey, () => checkAdminKey(adminKey.text, 'adminKey')) : []),
    ...checkSessionKey(settings),
    ...findSameValues(settings),
    ...findPublicSecrets(settings),
  ];
}

function checkAppKey(key: Value | null, name: 'appKey' | 'restApiKey'): readonly Finding[] {
  if (!key) return [];
  if (key.text === '') return [find('key_empty', key.where)];
  if (PASTED.test(key.text)) return [find('pasted_badly', key.where)];
  const {problems} = readConfig({[name]: key.text}, ANY_ORIGIN);
  return problems.length === 0 ? [] : [find('key_shape', key.where, {length: `${key.text.length}`})];
}

function checkClientSecret({restApiKey, clientSecret, hasNoSecret}: SiteSettings): readonly Finding[] {
  if (clientSecret?.text) return checkText(clientSecret, () => checkSecret(clientSecret.text, 'secret'));
  if (!restApiKey?.text || hasNoSecret) return [];
  return [find('secret_missing', clientSecret?.where ?? restApiKey.where)];
}

/** @param check the kit's own, which throws */
function checkText({text, where}: Value, check: () => void): readonly Finding[] {
  if (PASTED.test(text)) return [find('pasted_badly', where)];
  return passes(check) ? [] : [find('secret_shape', where)];
}

function checkSessionKey({sessionKey}: SiteSettings): readonly Finding[] {
  if (!sessionKey) return [];
  const {text, where} = sessionKey;
  if (text === '') return [find('session_key_empty', where)];
  return passes(() => checkSealKeys([{text, name: where}], where)) ? [] : [find('session_key_weak', where)];
}

function passes(check: () => void): boolean {
  return (
    attempt(() => {
      check();
      return true;
    }) ?? false
  );
}

function findSameValues(settings: SiteSettings): readonly Finding[] {
  const {javascriptKey, restApiKey, clientSecret, adminKey, sessionKey} = settings;
  const values = [javascriptKey, restApiKey, clientSecret, adminKey, sessionKey].filter((value) => !!value?.text);
  return values.flatMap((value, place) => {
    const other = values.slice(0, place).find((one) => one?.text === value?.text);
    return value && other ? [find('same_value', value.where, {other: other.where})] : [];
  });
}

function findPublicSecrets({variables, clientSecret, adminKey, sessionKey}: SiteSettings): readonly Finding[] {
  const secrets = [clientSecret, adminKey, sessionKey].flatMap((secret) => secret?.text || []);
  return variables
    .filter((variable) => isPublic(variable) && variable.text !== '')
    .filter((variable) => SECRET_NAME.test(toPlainName(variable)) || secrets.includes(variable.text))
    .map((variable) => find('secret_is_public', toValue(variable).where));
}
