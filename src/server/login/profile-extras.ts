import {isFrameworkExit, RequestError} from '../base/request-error.js';
import {KakaoApiError, toPageError} from '../kakao/api-error.js';
import {listFirstAddresses} from '../kakao/api/addresses.js';
import type {KakaoCaller} from '../kakao/api/ask.js';
import {getChannels} from '../kakao/api/channels.js';
import type {KakaoProfile, ProfileExtra} from '../kakao/profile.js';
import type {Settings} from '../options/settings.js';

/** How many addresses a profile has at most: what one request asks for. */
const MAX_ADDRESSES = 20;

/** Somebody who has just logged in. */
interface LoggedIn {
  readonly kakaoId: string;
  readonly accessToken: string;
  /** The scopes that Kakao granted. */
  readonly scopes: readonly string[];
}

/** What Kakao told beside the profile. */
export interface ReadExtras {
  readonly extras: Pick<KakaoProfile, ProfileExtra>;
  /** Why the rest could not be read. What the person has not agreed to is no failure. */
  readonly failures: readonly RequestError[];
}

type ExtrasContext = {readonly settings: Pick<Settings, 'profileExtras' | 'channels'>; readonly kakao: KakaoCaller};

/** How Kakao is asked for one of them. */
interface Question {
  /** The consent item that it needs. */
  readonly scope: string;
  /** @throws KakaoApiError */
  read(
    context: ExtrasContext,
    target: {readonly accessToken: string},
    signal: AbortSignal,
  ): Promise<Pick<KakaoProfile, ProfileExtra> & {readonly kakaoId: string | undefined}>;
}

const QUESTIONS: Readonly<Record<ProfileExtra, Question>> = {
  addresses: {
    scope: 'shipping_address',
    async read({kakao}, target, signal) {
      const {kakaoId, list} = await listFirstAddresses(kakao, target, {pageSize: MAX_ADDRESSES, signal});
      return {kakaoId, addresses: list};
    },
  },
  channels: {
    scope: 'plusfriends',
    async read({kakao, settings}, target, signal) {
      const channelIds = settings.channels.length > 0 ? settings.channels : undefined;
      const {kakaoId, list} = await getChannels(kakao, target, {channelIds, signal});
      return {kakaoId, channels: list};
    },
  },
};

/** Asks Kakao for what the site wants and the person has agreed to, all at once. */
export async function readProfileExtras(
  context: ExtrasContext,
  person: LoggedIn,
  signal: AbortSignal,
): Promise<ReadExtras> {
  const wanted = [...context.settings.profileExtras].filter((extra) => person.scopes.includes(QUESTIONS[extra].scope));
  const results = await Promise.all(wanted.map((extra) => readExtra(context, extra, person, signal)));
  const failures = results.filter((result) => result instanceof RequestError);
  const told = results.filter((result) => !(result instanceof RequestError));
  return {extras: Object.assign({}, ...told) as ReadExtras['extras'], failures};
}

/** One of them, or why it could not be read; nothing if the person has withdrawn the consent meanwhile. */
async function readExtra(
  context: ExtrasContext,
  extra: ProfileExtra,
  {kakaoId, accessToken}: LoggedIn,
  signal: AbortSignal,
): Promise<ReadExtras['extras'] | RequestError> {
  try {
    const {kakaoId: owner, ...told} = await QUESTIONS[extra].read(context, {accessToken}, signal);
    if (owner === undefined || owner === kakaoId) return told;
    throw new RequestError('profile_mismatch', `Kakao’s ${extra} are somebody else’s than its ID token.`);
  } catch (thrown) {
    if (isFrameworkExit(thrown)) throw thrown;
    if (thrown instanceof KakaoApiError && thrown.code === 'scope_missing') return {};
    const {code, message, details} = toRequestError(thrown);
    return new RequestError(code, `A login goes on without profile.${extra}. ${message}`, details);
  }
}

/** Of what was not foreseen, only the name is told: its message can quote what Kakao said of the person. */
function toRequestError(thrown: unknown): RequestError {
  if (thrown instanceof RequestError) return thrown;
  if (thrown instanceof KakaoApiError) return toPageError(thrown);
  const cause = thrown instanceof Error ? thrown.name : `a thrown ${typeof thrown}`;
  return new RequestError('hook_failed', 'Something failed that should not: please report it.', {cause});
}
