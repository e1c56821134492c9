import {callSdk} from './find-kakao-sdk.js';
import type {AuthorizeSettings, KakaoSdk} from './kakao-sdk-types.js';
import {readString, toFields, type UnknownRecord} from '../shared/fields.js';

/** What the promise of `authorize()` brings when KakaoTalk's answer arrives in this tab. */
export type AuthorizeAnswer = {readonly code: string} | {readonly error: string; readonly errorDescription: string};

/**
 * Calls `authorize()` in the caller's task, so that the visitor's gesture still counts and KakaoTalk may open.
 * `onAnswer` gets the settlement if it holds an own text `code` or `error`, which counts first; any other is ignored, and
 * mostly there is none, because the page leaves.
 *
 * @throws {KakaoSyncError} `sdk_failed`
 */
export function authorize(
  sdk: KakaoSdk,
  settings: AuthorizeSettings,
  onAnswer: (answer: AuthorizeAnswer) => void,
): void {
  const result = callSdk(() => callAuthorize(sdk as Required<KakaoSdk>, settings));
  const settle = (value: unknown): void => {
    const answer = readAnswer(value);
    if (answer) onAnswer(answer);
  };
  // The SDK's own thenable, or undefined: never assumed to be a Promise, which settles once.
  Promise.resolve(result).then(settle, settle);
}

/** Called as a method, and once more where this release does not know a setting that can be put otherwise. */
function callAuthorize({Auth}: Required<KakaoSdk>, settings: AuthorizeSettings): unknown {
  // In the homes of channels and profiles this alone keeps the SDK from KakaoTalk's sheet.
  const given = {...settings, ...(settings.throughTalk === false && {throughSyncplugin: false})};
  try {
    // The SDK writes its defaults into the object it is given.
    return Auth.authorize({...given});
  } catch (error) {
    return Auth.authorize(toKnown(given, error));
  }
}

/** What a release may not know, and its name there, if it has one: before 2.3 it was `prompts`. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['prompt', 'prompts'],
  ['throughSyncplugin', ''],
]);

/** The settings without those that the SDK has refused, which it does before it does anything. */
function toKnown(settings: AuthorizeSettings, error: unknown): AuthorizeSettings {
  const known: UnknownRecord = {...settings};
  const [, names = ''] = /^Invalid parameter keys: (\S+) at /.exec(String(toFields(error)['message'])) ?? [];
  for (const name of names.split(',')) {
    const other = OTHER_NAMES.get(name);
    if (other === undefined) throw error;
    if (other) known[other] = known[name];
    Reflect.deleteProperty(known, name);
  }
  return known as unknown as AuthorizeSettings;
}

function readAnswer(value: unknown): AuthorizeAnswer | null {
  // Own fields only, whatever it is.
  const fields: UnknownRecord = {...(value as object)};
  const [error, code] = [readString(fields['error']), readString(fields['code'])];
  if (error) return {error, errorDescription: readString(fields['error_description']) ?? ''};
  return code ? {code} : null;
}
