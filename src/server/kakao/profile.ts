import type {KakaoAddress} from './api/addresses.js';
import type {KakaoChannel} from './api/channels.js';
import {type UnknownRecord, isRecord, isNonEmptyString} from '../base/validate.js';
import {type PhoneNumber, readDate, readPhoneNumber} from './values.js';

/** What Kakao tells about a person, as far as the app may know and the person agreed. */
export interface KakaoProfile {
  /** The person's number in this app: the one key to recognise a member by. */
  readonly id: string;
  /** When the person linked the app. */
  readonly connectedAt?: Date;
  /** When the person signed up through Kakao Sync; absent for those who did not. */
  readonly synchedAt?: Date;
  readonly nickname?: string;
  /** An https address. */
  readonly picture?: string;
  readonly email?: string;
  /** Whether Kakao has the address as both valid and verified. Never take an unverified one for the person. */
  readonly emailVerified: boolean;
  readonly phoneNumber?: PhoneNumber;
  readonly name?: string;
  /** `YYYY` */
  readonly birthyear?: string;
  /** `MMDD` */
  readonly birthday?: string;
  readonly gender?: 'female' | 'male';
  /** Such as `20~29`. */
  readonly ageRange?: string;
  /** The connecting information of Korean identity checks. */
  readonly ci?: string;
  /** The scopes that Kakao granted. */
  readonly scopes: readonly string[];
  /** The scopes that the person could still agree to. */
  readonly needsAgreement: readonly string[];
  /**
   * The person's shipping addresses, the default one first, then those that were changed last: 20 at most. Absent unless
   * {@link KakaoServerOptions.profileExtras} names `addresses`, the person agreed to the consent item
   * `shipping_address`, and Kakao answered. An empty list says that the person has no address.
   */
  readonly addresses?: readonly KakaoAddress[];
  /**
   * How the person stands to the channels of the option `channels`, else to all that are linked with the app. Absent
   * unless {@link KakaoServerOptions.profileExtras} names `channels`, the person agreed to the consent item
   * `plusfriends`, and Kakao answered.
   */
  readonly channels?: readonly KakaoChannel[];
  /** Kakao's answer as it came, with numbers that JavaScript cannot hold as text. */
  readonly raw: unknown;
}

/** What Kakao can be asked for at each login, beside the profile itself: the names of its fields. */
export type ProfileExtra = 'addresses' | 'channels';

/** What Kakao tells about a person outside a login: what was granted is told by a token answer alone. */
export type KakaoUser = Omit<KakaoProfile, 'scopes' | ProfileExtra>;

/** What is kept of a profile while its login is pending: all that surely fits into a cookie. */
export type PendingProfile = Omit<KakaoProfile, 'raw' | ProfileExtra>;

/** Which scope to ask for where a field `<name>_needs_agreement` is true. */
const SCOPE_OF: readonly (readonly [field: string, scope: string])[] = [
  ['profile', 'profile'],
  ['profile_nickname', 'profile_nickname'],
  ['profile_image', 'profile_image'],
  ['name', 'name'],
  ['email', 'account_email'],
  ['phone_number', 'phone_number'],
  ['age_range', 'age_range'],
  ['birthyear', 'birthyear'],
  ['birthday', 'birthday'],
  ['gender', 'gender'],
  ['ci', 'account_ci'],
];

/**
 * The profile in an answer of `/v2/user/me`. Fields that are missing or not of their form are left out.
 *
 * @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#req-user-info
 */
export function readProfile(id: string, raw: UnknownRecord): KakaoUser {
  const account = isRecord(raw['kakao_account']) ? raw['kakao_account'] : {};
  const profile = isRecord(account['profile']) ? account['profile'] : {};
  const {email, name, birthyear, birthday, gender, age_range: ageRange, ci, phone_number: phoneNumber} = account;
  const {nickname, profile_image_url: picture} = profile;
  const connectedAt = readDate(raw['connected_at']);
  const synchedAt = readDate(raw['synched_at']);
  return {
    id,
    ...(connectedAt && {connectedAt}),
    ...(synchedAt && {synchedAt}),
    ...(isNonEmptyString(nickname) && {nickname}),
    ...(isNonEmptyString(picture) && /^https:\/\//.test(picture) && {picture}),
    ...(isNonEmptyString(email) && {email}),
    emailVerified:
      isNonEmptyString(email) && account['is_email_valid'] === true && account['is_email_verified'] === true,
    ...(isNonEmptyString(phoneNumber) && {phoneNumber: readPhoneNumber(phoneNumber)}),
    ...(isNonEmptyString(name) && {name}),
    ...(isNonEmptyString(birthyear) && /^\d{4}$/.test(birthyear) && {birthyear}),
    ...(isNonEmptyString(birthday) && /^\d{4}$/.test(birthday) && {birthday}),
    ...((gender === 'female' || gender === 'male') && {gender}),
    ...(isNonEmptyString(ageRange) && /^\d{1,2}~(\d{1,2})?$/.test(ageRange) && {ageRange}),
    ...(isNonEmptyString(ci) && {ci}),
    needsAgreement: SCOPE_OF.filter(([field]) => account[`${field}_needs_agreement`] === true).map(
      ([, scope]) => scope,
    ),
    raw,
  };
}
