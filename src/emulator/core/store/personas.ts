import {checkAddresses, type ShippingAddress} from './shipping-addresses.js';

/** A made-up person with a Kakao account. */
export interface Persona {
  readonly id: string;
  /** The service's user number (`id` of `/v2/user/me`, `sub` of the ID token). */
  readonly userId: number;
  readonly nickname: string;
  /** What the person is for. The login page shows it. */
  readonly shows: {readonly ko: string; readonly en: string};
  readonly name?: string;
  readonly email?: string;
  readonly phoneNumber?: string;
  readonly gender?: 'female' | 'male';
  readonly birthyear?: string;
  readonly birthday?: string;
  readonly ageRange?: string;
  /** The connecting information (CI) of an identity check. */
  readonly ci?: string;
  /** Default: none. */
  readonly shippingAddresses?: readonly ShippingAddress[];
  /** Linked to every app at the start, with all terms or without the last required one. */
  readonly linked?: 'all-terms' | 'missing-required-term';
  /** Under 14. `after-linking`: Kakao finds out later, so the login succeeds and user information is refused (-406). */
  readonly under14?: 'yes' | 'after-linking';
  /** Restricted by Kakao: the login needs another screen, and kapi responds with -4. */
  readonly sanctioned?: boolean;
}

/** The default people. */
export const PERSONAS: readonly Persona[] = [
  {
    id: 'new-visitor',
    userId: 4100000001,
    nickname: '김새봄',
    shows: {ko: '처음 온 손님: 동의 화면을 거쳐 가입합니다', en: 'First visit: signs up through the consent screen'},
    name: '김새봄',
    email: 'saebom@example.com',
    phoneNumber: '+82 10-0000-0001',
    gender: 'female',
    birthyear: '1996',
    birthday: '0321',
    ageRange: '20~29',
    ci: 'CI-EMULATOR-0001',
    shippingAddresses: [
      {
        id: 319,
        name: '우리 집',
        isDefault: true,
        updatedAt: 1_767_225_600,
        type: 'NEW',
        baseAddress: '서울 연습구 에뮬레이터로 1',
        detailAddress: '101동 101호',
        receiverName: '김새봄',
        receiverPhoneNumber1: '010-0000-0001',
        zoneNumber: '00001',
      },
    ],
  },
  {
    id: 'member',
    userId: 4100000002,
    nickname: '이하늘',
    shows: {ko: '이미 가입한 회원: 바로 로그인됩니다', en: 'Already a member: signs in at once'},
    name: '이하늘',
    email: 'haneul@example.com',
    phoneNumber: '+82 10-0000-0002',
    gender: 'male',
    birthyear: '1988',
    birthday: '1105',
    ageRange: '30~39',
    ci: 'CI-EMULATOR-0002',
    shippingAddresses: [
      {
        id: 320,
        name: '집',
        isDefault: true,
        updatedAt: 1_767_225_600,
        type: 'NEW',
        baseAddress: '서울 연습구 에뮬레이터로 2',
        detailAddress: '202호',
        receiverName: '이하늘',
        receiverPhoneNumber1: '010-0000-0002',
        zoneNumber: '00002',
      },
      {
        id: 321,
        name: '회사',
        isDefault: false,
        updatedAt: 1_769_904_000,
        type: 'OLD',
        baseAddress: '부산 시험구 모의동 2-2',
        receiverName: '이하늘',
        receiverPhoneNumber1: '051-000-0002',
        zipCode: '000-002',
      },
    ],
    linked: 'all-terms',
  },
  {
    id: 'under-14',
    userId: 4100000003,
    nickname: '박어린',
    shows: {ko: '만 14세 미만: 가입이 거절됩니다', en: 'Under 14: the signup is refused'},
    name: '박어린',
    email: 'eorin@example.com',
    phoneNumber: '+82 10-0000-0003',
    gender: 'female',
    birthyear: '2015',
    birthday: '0505',
    ageRange: '10~14',
    under14: 'yes',
  },
  {
    id: 'refused-member',
    userId: 4100000004,
    nickname: '최소년',
    shows: {
      ko: '가입한 뒤 만 14세 미만으로 확인됨: 사용자 정보가 거절됩니다 (-406)',
      en: 'A member found to be under 14: user information is refused (-406)',
    },
    name: '최소년',
    email: 'sonyeon@example.com',
    phoneNumber: '+82 10-0000-0004',
    gender: 'male',
    birthyear: '2014',
    birthday: '0901',
    ageRange: '10~14',
    linked: 'all-terms',
    under14: 'after-linking',
  },
  {
    id: 'sanctioned',
    userId: 4100000005,
    nickname: '정제한',
    shows: {ko: '이용 제한된 계정: 다른 화면이 필요합니다 (-4)', en: 'Restricted account: needs another screen (-4)'},
    name: '정제한',
    email: 'jehan@example.com',
    phoneNumber: '+82 10-0000-0005',
    gender: 'male',
    birthyear: '1979',
    birthday: '0214',
    ageRange: '40~49',
    linked: 'all-terms',
    sanctioned: true,
  },
  {
    id: 'no-email',
    userId: 4100000006,
    nickname: '강무편',
    shows: {ko: '이메일이 없는 계정', en: 'An account without an e-mail address'},
    name: '강무편',
    phoneNumber: '+82 10-0000-0006',
    gender: 'female',
    birthyear: '1991',
    birthday: '0708',
    ageRange: '30~39',
    ci: 'CI-EMULATOR-0006',
  },
  {
    id: 'no-ci',
    userId: 4100000007,
    nickname: '윤미확',
    shows: {ko: '본인 확인을 하지 않은 계정 (CI 없음)', en: 'An account without an identity check (no CI)'},
    name: '윤미확',
    email: 'mihwak@example.com',
    phoneNumber: '+82 10-0000-0007',
    gender: 'male',
    birthyear: '2001',
    birthday: '1225',
    ageRange: '20~29',
  },
  {
    id: 'missing-term',
    userId: 4100000008,
    nickname: '한약관',
    shows: {
      ko: '새 필수 약관에 아직 동의하지 않은 회원',
      en: 'A member who has not agreed to a new required term',
    },
    name: '한약관',
    email: 'yakgwan@example.com',
    phoneNumber: '+82 10-0000-0008',
    gender: 'female',
    birthyear: '1985',
    birthday: '0815',
    ageRange: '40~49',
    ci: 'CI-EMULATOR-0008',
    linked: 'missing-required-term',
  },
];

/** What the consent screen shows of a person for an item; null if the account has no such data. */
export function toConsentValue(persona: Persona, itemId: string): string | null {
  switch (itemId) {
    case 'profile_nickname':
      return persona.nickname;
    case 'account_email':
      return persona.email ?? null;
    case 'phone_number':
      return persona.phoneNumber ?? null;
    case 'name':
      return persona.name ?? null;
    case 'gender':
      return persona.gender ?? null;
    case 'birthyear':
      return persona.birthyear ?? null;
    case 'birthday':
      return persona.birthday ?? null;
    case 'age_range':
      return persona.ageRange ?? null;
    case 'account_ci':
      return persona.ci ?? null;
    default:
      return '';
  }
}

/** @throws {Error} if the list is empty, if two people share an id or a user number, or if an address is malformed. */
export function readPersonas(personas: readonly Persona[]): readonly Persona[] {
  if (personas.length === 0) throw new Error('The emulator needs at least one persona.');
  const ids = new Set(personas.map(({id}) => id));
  const users = new Set(personas.map(({userId}) => userId));
  if (ids.size < personas.length || users.size < personas.length) {
    throw new Error('Each persona needs an id and a userId of its own.');
  }
  for (const {shippingAddresses = []} of personas) checkAddresses(shippingAddresses);
  return personas;
}

/**
 * Reads a person from JSON: `id`, `userId`, and optionally `nickname`, `email`, `phoneNumber` and `name`.
 * @throws {Error} that names the first field which is missing or malformed.
 */
export function readPersona(fields: Readonly<Partial<Record<string, unknown>>>): Persona {
  const {id, userId, nickname} = fields;
  if (typeof id !== 'string' || !/^[\w-]{1,64}$/.test(id)) throw new Error('"id" is 1 to 64 letters, digits, - or _.');
  if (!Number.isSafeInteger(userId) || (userId as number) < 1) throw new Error('"userId" is a whole number from 1.');
  const readText = (name: 'nickname' | 'email' | 'phoneNumber' | 'name'): string => {
    const text = fields[name];
    if (typeof text !== 'string' || text === '' || text.length > 100) throw new Error(`"${name}" is a text.`);
    return text;
  };
  return {
    id,
    userId: userId as number,
    nickname: nickname === undefined ? id : readText('nickname'),
    shows: {ko: '나중에 더해진 사람', en: 'Added later'},
    ...('email' in fields && {email: readText('email')}),
    ...('phoneNumber' in fields && {phoneNumber: readText('phoneNumber')}),
    ...('name' in fields && {name: readText('name')}),
  };
}
