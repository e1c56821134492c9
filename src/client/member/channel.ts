import {findInAppBrowser} from '../../in-app/in-app-browser.js';
import {initializeKakaoSdk} from '../../sdk/find-kakao-sdk.js';
import type {KakaoChannel} from '../../sdk/kakao-sdk-types.js';
import {attempt} from '../../shared/attempt.js';
import {readString, toFields} from '../../shared/fields.js';
import type {ChannelRelation} from '../../shared/wire.js';
import type {ClientContext} from '../page/client-context.js';
import type {CoreContext} from '../page/core-context.js';
import type {ClientPorts, CorePorts} from '../page/ports/ports.js';
import {KakaoChannelResultEvent, type ChannelResult} from '../state/events.js';
import {LEAVE_TIMEOUT, withTimeout} from '../page/with-timeout.js';

/** A channel's pages, where Kakao's SDK is not to be had. */
const CHANNELS = 'https://pf.kakao.com';
/** How long after the visitor is back an answer of the SDK may still arrive. */
const GRACE = 1000;

export interface ChannelOptions {
  /** The element that was pressed: the event is dispatched there. */
  readonly source?: EventTarget | undefined;
  /** The language of the chat: `ko` (default), `en` or `ja`. */
  readonly lang?: 'ko' | 'en' | 'ja' | undefined;
}

/** Where a channel is added, or chatted with. */
export type ChannelPage = 'friend' | 'chat';

type Relation = ChannelRelation['relation'];

type End = (isFollowed: boolean) => Promise<void>;

/** What tells the result of each channel that is being added. */
const underWay = new Map<string, End>();

/** How the member stands to each channel, as it was read last. */
const relations = new Map<string, Promise<Relation | undefined>>();

/** Gets ready for a press: loads Kakao's SDK, and reads once how the member stands to the channel. */
export async function prepareChannel(context: ClientContext, channelPublicId: string): Promise<void> {
  const {settings} = context.config();
  if (!settings.appKey) return;
  await Promise.all([
    context.ports.loadSdk(settings).catch(() => null),
    relations.get(channelPublicId) ?? readRelation(context, channelPublicId),
  ]);
}

/**
 * Lets the visitor add a KakaoTalk Channel, on Kakao's own screen. Call it in the press handler, so that a window may
 * open. Once the visitor is back, `kakao-channel-result` tells what came of it.
 * https://developers.kakao.com/docs/latest/ko/kakaotalk-channel/js
 */
export function addChannel(context: ClientContext, channelPublicId: string, {source}: ChannelOptions): void {
  const settings = {channelPublicId};
  useChannel(context, channelPublicId, 'friend', (channel) => {
    const {ports, store} = context;
    // Pressed twice, it is told once.
    const end = underWay.get(channelPublicId) ?? awaitReturn(context, channelPublicId, source);
    // On the page itself for whoever is probably logged in at Kakao too: for others addChannel opens KakaoTalk on phones.
    // Kakao refuses it in apps of Meta's (KAE007).
    const isRefused = /^(instagram|threads|facebook)$/.test(`${findInAppBrowser(ports)?.kind}`);
    if (store.state.session.status !== 'signed-in' || isRefused) {
      channel.addChannel(settings);
    } else if (channel.followChannel) {
      Promise.resolve(channel.followChannel(settings)).then(
        // Not documented: a visitor who turns back may settle it too, with another status.
        (answer) => end((readString(toFields(answer)['status']) ?? 'success') === 'success'),
        () => end(false),
      );
    } else channel.addChannel(settings);
  });
}

/** Tells what came of a press, when the visitor is back or what this answers is called. */
function awaitReturn(context: ClientContext, channelPublicId: string, source?: EventTarget): End {
  const {ports} = context;
  // The relation may have changed since the reading before the press: that one counts only if the backend does not answer in time.
  let before = relations.get(channelPublicId);
  let isBack = false;
  const read = readRelation(context, channelPublicId);
  void read.then((relation) => {
    if (relation && !isBack) before = read;
  });
  const end: End = async (isFollowed) => {
    stop();
    if (underWay.get(channelPublicId) !== end) return;
    underWay.delete(channelPublicId);
    isBack = true;
    const relation = await readRelation(context, channelPublicId);
    const isOld = relation === 'added' && (await before) === relation;
    const result: ChannelResult = isOld ? 'already' : (relation ?? (isFollowed ? 'added' : 'unknown'));
    ports.dispatch(new KakaoChannelResultEvent({channelPublicId, result, verified: !!relation}), source);
  };
  // A window that is closed settles nothing: but then the visitor is back here.
  const stop = ports.onReturn(() => void ports.after(GRACE, () => void end(false)));
  underWay.set(channelPublicId, end);
  return end;
}

/** Opens a chat with a KakaoTalk Channel. Call it in the press handler, so that a window may open. */
export function openChat(context: ClientContext, channelPublicId: string, {lang = 'ko'}: ChannelOptions): void {
  useChannel(context, channelPublicId, 'chat', (channel) => channel.chat({channelPublicId, lang}));
}

/** In the press's own task where the SDK is there; the channel's page where it cannot be had. */
function useChannel(
  context: ClientContext,
  channelPublicId: string,
  page: ChannelPage,
  run: (channel: KakaoChannel) => void,
): void {
  const {ports} = context;
  const {settings} = context.config();
  const {appKey = ''} = settings;
  const goOn = (channel: KakaoChannel | undefined): void => {
    const hasRun = channel && attempt(() => (run(channel), true));
    if (!hasRun) goToChannel(context, channelPublicId, page);
  };
  const findChannel = (): KakaoChannel | undefined =>
    attempt(() => {
      const sdk = ports.findSdk();
      if (!sdk || !appKey) return;
      initializeKakaoSdk(sdk, appKey);
      return sdk.Channel;
    });
  if (ports.findSdk()) return goOn(findChannel());
  withTimeout(ports, LEAVE_TIMEOUT, 'sdk_timeout', ports.loadSdk(settings)).then(
    // Without a gesture a window is blocked.
    () => goOn(ports.hasGesture() === false ? undefined : findChannel()),
    () => goOn(undefined),
  );
}

/** Goes to a channel's own page: by the window itself, if it is this origin's. Kakao's pages show in no frame. */
export function goToChannel(
  {ports, config, explain}: CoreContext<CorePorts & Partial<Pick<ClientPorts, 'openWindow'>>>,
  channelPublicId: string,
  page: ChannelPage,
): void {
  const to = new URL(`/${channelPublicId}/${page}`, config().settings.emulator ?? CHANNELS).href;
  const hasLeft = ports.topAddress() && attempt(() => (ports.navigateTop(to), true));
  if (!hasLeft && !ports.openWindow?.(to)) explain(['framed']);
}

/** How the member stands to a channel, where the backend tells. */
function readRelation({backend, store}: ClientContext, channelPublicId: string): Promise<Relation | undefined> {
  const reading = store.state.session.status === 'signed-out' ? null : backend.read(channelPublicId);
  const relation = Promise.resolve(reading).then((answer) =>
    answer?.status === 'signed-in' ? answer.channels?.find(({id}) => id === channelPublicId)?.relation : undefined,
  );
  relations.set(channelPublicId, relation);
  return relation;
}
