import type {NoticeRequest} from './notice.js';

type UnknownRecord = Readonly<Partial<Record<string, unknown>>>;

/**
 * Reads a notice from JSON, or from a form in which everything is a text: `what` is then kind and event in one, such as
 * `channel:blocked`, and `key=wrong` makes the admin key or the signature a wrong one.
 * @throws {Error} that names the first field which is malformed.
 */
export function readNotice(fields: UnknownRecord): NoticeRequest {
  const [kind, event] =
    typeof fields['what'] === 'string' ? fields['what'].split(':') : [fields['kind'], fields['event']];
  const isWrong = fields['key'] === 'wrong';
  const notice = {
    kind,
    persona: String(fields['persona']),
    ...(event !== undefined && {event}),
    ...toNumber(fields, 'appId'),
    ...toNumber(fields, 'at'),
    ...toNumber(fields, 'delayMs'),
    ...toNumber(fields, 'times'),
    ...(fields['parallel'] === true && {parallel: true}),
    ...(isTextOrNull(fields['adminKey']) && {adminKey: fields['adminKey']}),
    ...(isWrong && (kind === 'account' ? {spoil: 'ktl-set-other-key'} : {adminKey: 'wrong-admin-key'})),
    ...(typeof fields['spoil'] === 'string' && {spoil: fields['spoil']}),
    ...(typeof fields['channel'] === 'string' && {channel: fields['channel']}),
    ...toTexts(fields, 'fields'),
    ...toTexts(fields, 'details'),
  };
  // Whatever is wrong with kind, event, spoil and numbers, the sender names.
  return notice as NoticeRequest;
}

function toNumber(fields: UnknownRecord, name: string): Record<string, number> {
  const value = fields[name];
  return value === undefined || value === '' ? {} : {[name]: Number(value)};
}

/** @throws {Error} if it is no object of texts. */
function toTexts(fields: UnknownRecord, name: string): UnknownRecord {
  const value = fields[name];
  if (value === undefined) return {};
  const isRead = typeof value === 'object' && value !== null && Object.values(value).every(isTextOrNull);
  if (!isRead) throw new Error(`"${name}" is an object of texts.`);
  return {[name]: value};
}

function isTextOrNull(value: unknown): boolean {
  return typeof value === 'string' || value === null;
}
