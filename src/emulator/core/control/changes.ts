import {type EmulatedAccount, createAccount, readReferrer} from './account.js';
import {type EmulatedConsole, createAppAdmin} from './app-admin.js';
import {playVisitor} from './play-visitor.js';
import type {Fault, FaultPoint} from '../faults/faults.js';
import {getFaultOrThrow} from '../faults/fault-kinds.js';
import {type EmulatorContext, getAppOrThrow, getPersonaOrThrow} from '../http/emulator-context.js';
import {readNotice} from '../notices/read-notice.js';
import type {ChannelRelation} from '../store/channel-relations.js';
import type {ShippingAddress} from '../store/shipping-addresses.js';
import {readPersona} from '../store/personas.js';
import {answerTalk, readTalkAddress} from '../talk/talk.js';

export type UnknownRecord = Partial<Record<string, unknown>>;

/**
 * A change of the emulator.
 * @returns the JSON of the response.
 * @throws {Error} that says what is wrong with the fields.
 */
type Change = (emulator: EmulatorContext, fields: UnknownRecord) => UnknownRecord;

const DONE: UnknownRecord = {ok: true};

/** The changes of the control plane, by the path of their POST. A form has only texts as values. */
export const CHANGES: Readonly<Partial<Record<string, Change>>> = {
  '/reset': (emulator) => {
    emulator.reset();
    return DONE;
  },
  '/faults': ({faults}, {point, fault, kind, times}) => {
    const planned = typeof kind === 'string' ? getFaultOrThrow(kind) : (fault as Fault);
    faults.plan(point as FaultPoint, planned, Number(times ?? 1));
    return DONE;
  },
  '/faults/clear': ({faults}) => {
    faults.clear();
    return DONE;
  },
  '/personas': (emulator, fields) => {
    emulator.addPersona(readPersona(fields));
    return DONE;
  },
  '/authorize': (emulator, fields) => {
    const visit = {persona: String(fields['persona']), answer: readAnswer(fields)};
    return {address: playVisitor(emulator, String(fields['address']), visit)};
  },
  '/terms': setTerm,
  '/terms/remove': (emulator, fields) => {
    getAppAdmin(emulator, fields).removeTerm(String(fields['tag']));
    return DONE;
  },
  '/chat/account': setTalkAccount,
  '/talk/account': setTalkAccount,
  '/talk': answerTalkLogin,
  '/link': (emulator, fields) => {
    getAccount(emulator, fields).link();
    return DONE;
  },
  '/unlink': unlink,
  '/agree': (emulator, fields) => {
    getAccount(emulator, fields).agree(readAgreement(fields));
    return DONE;
  },
  '/revoke': (emulator, fields) => {
    getAccount(emulator, fields).revoke(readAgreement(fields));
    return DONE;
  },
  '/channel': (emulator, fields) => {
    const {relation, channel} = fields;
    const publicId = typeof channel === 'string' ? channel : undefined;
    getAccount(emulator, fields).setChannel(relation as ChannelRelation, publicId);
    return DONE;
  },
  '/addresses': (emulator, fields) => {
    const {addresses} = fields;
    const isList = Array.isArray(addresses) && addresses.every((one) => typeof one === 'object' && one !== null);
    if (!isList) throw new Error('"addresses" is a list of {baseAddress, …}.');
    getAccount(emulator, fields).setShippingAddresses(addresses as readonly ShippingAddress[]);
    return DONE;
  },
  '/notify': ({notices}, fields) => ({id: notices.send(readNotice(fields))}),
  '/notices/hold': ({notices}) => {
    notices.hold();
    return DONE;
  },
  '/notices/release': ({notices}, {reversed}) => {
    notices.release(reversed === true || reversed === 'true');
    return DONE;
  },
  '/notices/resend': ({notices}, {id}) => {
    notices.resend(Number(id));
    return DONE;
  },
};

/** Changes the term of this tag, or adds it. */
function setTerm(emulator: EmulatorContext, fields: UnknownRecord): UnknownRecord {
  const admin = getAppAdmin(emulator, fields);
  const tag = String(fields['tag']);
  const changes = readTermFields(fields);
  if (admin.terms.some((term) => term.tag === tag)) admin.changeTerm(tag, changes);
  else admin.addTerm({tag, ...changes});
  return DONE;
}

function setTalkAccount(emulator: EmulatorContext, {persona}: UnknownRecord): UnknownRecord {
  const isNamed = typeof persona === 'string' && persona !== '';
  emulator.store.talk.account = isNamed ? getPersonaOrThrow(emulator, persona).id : null;
  return DONE;
}

/** Answers a login that waits in KakaoTalk, or the login of an address. */
function answerTalkLogin(emulator: EmulatorContext, fields: UnknownRecord): UnknownRecord {
  const waiting = emulator.store.talk.requests.find(({id}) => id === fields['id']);
  const address = waiting?.address ?? fields['address'];
  if (typeof address !== 'string') throw new Error('Nothing waits under this id; or give an address.');
  const login = readTalkAddress(emulator, address);
  answerTalk(emulator, login, getPersonaOrThrow(emulator, String(fields['persona'])), {
    answer: readAnswer(fields),
    includeState: fields['includeState'] !== false,
    afterPolls: Number(fields['afterPolls'] ?? 0),
  });
  return DONE;
}

/** Unlinks a person from an app; without an app, from all of them. Default referrer: `UNLINK_FROM_ADMIN`. */
function unlink(emulator: EmulatorContext, fields: UnknownRecord): UnknownRecord {
  const persona = getPersonaOrThrow(emulator, String(fields['persona']));
  const appId = readAppId(fields);
  const apps = appId === undefined ? emulator.apps : [getAppOrThrow(emulator, appId)];
  const referrer = readReferrer(fields['referrer'] ?? 'UNLINK_FROM_ADMIN');
  for (const app of apps) emulator.store.unlink(app, persona, referrer);
  return DONE;
}

function getAccount(emulator: EmulatorContext, fields: UnknownRecord): EmulatedAccount {
  const persona = getPersonaOrThrow(emulator, String(fields['persona']));
  return createAccount(emulator.store, getAppOrThrow(emulator, readAppId(fields)), persona);
}

function getAppAdmin(emulator: EmulatorContext, fields: UnknownRecord): EmulatedConsole {
  return createAppAdmin(emulator.store, getAppOrThrow(emulator, readAppId(fields)));
}

function readAppId({appId}: UnknownRecord): number | undefined {
  return appId === undefined || appId === '' ? undefined : Number(appId);
}

/** The tag of a term, or the id of a consent item. */
function readAgreement({tag, scope}: UnknownRecord): string {
  return String(tag ?? scope);
}

function readTermFields({title, required, url}: UnknownRecord): UnknownRecord {
  return {
    ...(title !== undefined && title !== '' && {title}),
    ...(required !== undefined && {required: required === 'true' || (required !== 'false' && required)}),
    ...(url !== undefined && {url}),
  };
}

function readAnswer({answer}: UnknownRecord): 'approve' | 'cancel' {
  return answer === 'cancel' ? 'cancel' : 'approve';
}
