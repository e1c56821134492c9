import type {Caller} from './authenticate.js';
import {toPicturePath} from '../oauth/login-page.js';

type Fields = Record<string, unknown>;

/** The names that `property_keys` takes. A trailing dot stands for a whole branch. */
const PROPERTY_KEYS = [
  'properties.',
  'properties.nickname',
  'properties.profile_image',
  'properties.thumbnail_image',
  'kakao_account.',
  'kakao_account.profile',
  'kakao_account.name',
  'kakao_account.email',
  'kakao_account.age_range',
  'kakao_account.birthyear',
  'kakao_account.birthday',
  'kakao_account.gender',
  'kakao_account.phone_number',
  'kakao_account.ci',
];

/** The list of `property_keys`: null where the request has none, undefined where it is not a list of known names. */
export function readPropertyKeys(text: string | null): readonly string[] | null | undefined {
  if (text === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const isList = Array.isArray(value) && value.every((name) => PROPERTY_KEYS.includes(name as string));
  return isList ? (value as string[]) : undefined;
}

/** The body of `/v2/user/me` (Kakao: Retrieve user information). */
export function toUserInformation(
  {app, persona, link}: Caller,
  {pictures, propertyKeys}: {readonly pictures: string; readonly propertyKeys: readonly string[] | null},
): Fields {
  const has = (scope: string): boolean => link.scopes.includes(scope);
  const isOffered = (scope: string): boolean => app.scopes.some(({id}) => id === scope);
  const picture = `${pictures}${toPicturePath(persona)}`;
  const thumbnail = picture.replace('640x640', '110x110');
  const wants = (...names: string[]): boolean =>
    propertyKeys === null || names.some((name) => propertyKeys.includes(name));
  const at = new Date(link.linkedAt).toISOString().replace(/\.\d+/, '');

  const properties: Fields = {
    ...(has('profile_nickname') && wants('properties.', 'properties.nickname') && {nickname: persona.nickname}),
    ...(has('profile_image') && wants('properties.', 'properties.profile_image') && {profile_image: picture}),
    ...(has('profile_image') && wants('properties.', 'properties.thumbnail_image') && {thumbnail_image: thumbnail}),
  };
  const account: Fields = {};
  if (wants('kakao_account.', 'kakao_account.profile')) {
    if (isOffered('profile_nickname')) account['profile_nickname_needs_agreement'] = !has('profile_nickname');
    if (isOffered('profile_image')) account['profile_image_needs_agreement'] = !has('profile_image');
    if (has('profile_nickname') || has('profile_image')) {
      account['profile'] = {
        ...(has('profile_nickname') && {nickname: persona.nickname, is_default_nickname: false}),
        ...(has('profile_image') && {
          thumbnail_image_url: thumbnail,
          profile_image_url: picture,
          is_default_image: false,
        }),
      };
    }
  }
  const add = (name: string, scope: string, value: unknown, more: Fields = {}): void => {
    if (!isOffered(scope) || !wants('kakao_account.', `kakao_account.${name}`)) return;
    // Nothing to give is nothing to ask for.
    account[`has_${name}`] = value !== undefined;
    account[`${name}_needs_agreement`] = value !== undefined && !has(scope);
    if (has(scope) && value !== undefined) Object.assign(account, {[name]: value}, more);
  };
  add('name', 'name', persona.name);
  add('email', 'account_email', persona.email, {is_email_valid: true, is_email_verified: true});
  add('age_range', 'age_range', persona.ageRange);
  add('birthyear', 'birthyear', persona.birthyear);
  add('birthday', 'birthday', persona.birthday, {birthday_type: 'SOLAR', is_leap_month: false});
  add('gender', 'gender', persona.gender);
  add('phone_number', 'phone_number', persona.phoneNumber);
  add('ci', 'account_ci', persona.ci, {ci_authenticated_at: at});
  return {
    id: persona.userId,
    connected_at: at,
    synched_at: at,
    ...(Object.keys(properties).length > 0 && {properties}),
    ...(Object.keys(account).length > 0 && {kakao_account: account}),
  };
}
