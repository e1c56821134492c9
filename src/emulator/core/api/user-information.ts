import type {Caller} from './authenticate.js';
import {isKakaoHost} from '../base/hosts.js';
import {parseJson} from '../http/parameters.js';
import {toKakaoTime} from '../base/kakao-time.js';
import {toPicturePath} from '../oauth/page-parts.js';
import type {EmulatedApp} from '../store/apps.js';
import type {Persona} from '../store/personas.js';

type Fields = Record<string, unknown>;

interface InformationRequest {
  /** The origin of pictures. */
  readonly pictures: string;
  /** Null: everything. */
  readonly propertyKeys: readonly string[] | null;
}

/** The names that `property_keys` accepts. A name with a dot at the end stands for a whole branch. */
const PROPERTY_KEYS = [
  'id',
  'has_signed_up',
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

/** Reads `property_keys`: null if it is absent, undefined if it is not a JSON array of known names. */
export function readPropertyKeys(text: string | null): readonly string[] | null | undefined {
  if (text === null) return null;
  const value = parseJson(text);
  const isList = Array.isArray(value) && value.every((name) => PROPERTY_KEYS.includes(name as string));
  return isList ? (value as string[]) : undefined;
}

/** @param secure `secure_resource` of the request */
export function toPictureOrigin(url: URL, secure: 'true' | 'false' | null): string {
  return isKakaoHost(url) ? `${secure === 'true' ? 'https' : 'http'}://k.kakaocdn.net` : url.origin;
}

/** The body of `/v2/user/me` (Kakao: Retrieve user information). */
export function toUserInformation(caller: Caller, request: InformationRequest): Fields {
  const {persona, link} = caller;
  const properties = toProperties(caller, request);
  const account = toAccount(caller, request);
  const at = toKakaoTime(link.linkedAt);
  return {
    id: persona.userId,
    connected_at: at,
    synched_at: at,
    ...(Object.keys(properties).length > 0 && {properties}),
    ...(Object.keys(account).length > 0 && {kakao_account: account}),
  };
}

function toProperties({persona, link}: Caller, request: InformationRequest): Fields {
  const {picture, thumbnail} = toPictures(persona, request);
  const wants = (name: string): boolean => isWanted(request, 'properties.', `properties.${name}`);
  const hasPicture = link.scopes.includes('profile_image');
  return {
    ...(link.scopes.includes('profile_nickname') && wants('nickname') && {nickname: persona.nickname}),
    ...(hasPicture && wants('profile_image') && {profile_image: picture}),
    ...(hasPicture && wants('thumbnail_image') && {thumbnail_image: thumbnail}),
  };
}

function toAccount(caller: Caller, request: InformationRequest): Fields {
  const {persona, link} = caller;
  const wants = (name: string): boolean => isWanted(request, 'kakao_account.', `kakao_account.${name}`);
  const field = (name: string, scope: string, value: unknown, more: Fields = {}): Fields =>
    wants(name) ? toAccountField(caller, {name, scope, value, more}) : {};
  return {
    ...(wants('profile') && toProfile(caller, request)),
    ...field('name', 'name', persona.name),
    ...field('email', 'account_email', persona.email, {is_email_valid: true, is_email_verified: true}),
    ...field('age_range', 'age_range', persona.ageRange),
    ...field('birthyear', 'birthyear', persona.birthyear),
    ...field('birthday', 'birthday', persona.birthday, {birthday_type: 'SOLAR', is_leap_month: false}),
    ...field('gender', 'gender', persona.gender),
    ...field('phone_number', 'phone_number', persona.phoneNumber),
    ...field('ci', 'account_ci', persona.ci, {ci_authenticated_at: toKakaoTime(link.linkedAt)}),
  };
}

function toProfile({app, persona, link}: Caller, request: InformationRequest): Fields {
  const {picture, thumbnail} = toPictures(persona, request);
  const hasNickname = link.scopes.includes('profile_nickname');
  const hasPicture = link.scopes.includes('profile_image');
  const profile = {
    ...(hasNickname && {nickname: persona.nickname, is_default_nickname: false}),
    ...(hasPicture && {thumbnail_image_url: thumbnail, profile_image_url: picture, is_default_image: false}),
  };
  return {
    ...(isOffered(app, 'profile_nickname') && {profile_nickname_needs_agreement: !hasNickname}),
    ...(isOffered(app, 'profile_image') && {profile_image_needs_agreement: !hasPicture}),
    ...((hasNickname || hasPicture) && {profile}),
  };
}

interface AccountField {
  readonly name: string;
  readonly scope: string;
  readonly value: unknown;
  /** Further fields that come with the value. */
  readonly more: Fields;
}

/** Kakao does not ask for consent to data that the account does not have. */
function toAccountField({app, link}: Caller, {name, scope, value, more}: AccountField): Fields {
  if (!isOffered(app, scope)) return {};
  const isGiven = link.scopes.includes(scope);
  return {
    [`has_${name}`]: value !== undefined,
    [`${name}_needs_agreement`]: value !== undefined && !isGiven,
    ...(isGiven && value !== undefined && {[name]: value, ...more}),
  };
}

function toPictures(
  persona: Persona,
  {pictures}: InformationRequest,
): {readonly picture: string; readonly thumbnail: string} {
  const picture = `${pictures}${toPicturePath(persona)}`;
  return {picture, thumbnail: picture.replace('640x640', '110x110')};
}

function isOffered({scopes}: EmulatedApp, scope: string): boolean {
  return scopes.some(({id}) => id === scope);
}

function isWanted({propertyKeys}: InformationRequest, ...names: readonly string[]): boolean {
  return propertyKeys === null || names.some((name) => propertyKeys.includes(name));
}
