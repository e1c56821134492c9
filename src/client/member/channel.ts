import {findInAppBrowser} from '../../in-app/in-app-browser.js';
import {initializeKakaoSdk} from '../../sdk/find-kakao-sdk.js';
import type {KakaoChannel} from '../../sdk/kakao-sdk-types.js';
import {attempt} from '../../shared/attempt.js';
import {readString, toFields} from '../../shared/fields.js';
import type {ChannelRelation} from '../../shared/wire.js';
import type {ClientContext} from '../page/client-context.js';
import type {CoreContext} from '../page/core-context.js';
import type {CorePorts, LaterPorts} from '../page/ports/ports.js';
import {KakaoChannelResultEvent, type ChannelResult} from '../state/channel-event.js';
import {LEAVE_TIMEOUT, withTimeout} from '../page/with-timeout.js';

/** How long after the visitor is back an answer of the SDK may still arrive. */
const GRACE = 1000;

export interface ChannelOptions {
  /** The element that was pressed: the event is dispatched there. */
  readonly source?: EventTarget | undefined;
  /** The language of the chat: `ko` (default), `en` or `ja`. */
  readonly lang?: 'ko' | 'en' | 'ja' | undefined;
}

/** A press on something that adds a channel, or opens a chat with it. */
export interface ChannelPress {
  readonly channelPublicId: string;
  readonly options: ChannelOptions;
  /** Goes to the channel's own page. */
  readonly otherwise: (context: ChannelContext) => void;
}

/** The context that leads to a channel's own page. In a frame, that takes a port that comes with the parts. */
export type ChannelContext = CoreContext<CorePorts & Partial<LaterPorts>>;

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

/** Lets the visitor add a channel. */
export function addChannel(context: ClientContext, press: ChannelPress): void {
  const {channelPublicId, options} = press;
  const settings = {channelPublicId};
  useChannel(context, press, (channel) => {
    const {ports, store} = context;
    // Pressed twice, it is told once.
    const end = underWay.get(channelPublicId) ?? awaitReturn(context, channelPublicId, options.source);
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

/** Opens a chat with a channel. */
export function openChat(context: ClientContext, press: ChannelPress): void {
  const {channelPublicId, options} = press;
  useChannel(context, press, (channel) => channel.chat({channelPublicId, lang: options.lang ?? 'ko'}));
}

/** In the press's own task where the SDK is there; the channel's page where it cannot be had. */
function useChannel(context: ClientContext, {otherwise}: ChannelPress, run: (channel: KakaoChannel) => void): void {
  const {ports} = context;
  const {settings} = context.config();
  const {appKey = ''} = settings;
  const goOn = (channel: KakaoChannel | undefined): void => {
    const hasRun = channel && attempt(() => (run(channel), true));
    if (!hasRun) otherwise(context);
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

/** How the member stands to a channel, where the backend tells. */
function readRelation({backend, store}: ClientContext, channelPublicId: string): Promise<Relation | undefined> {
  const reading = store.state.session.status === 'signed-out' ? null : backend.read(channelPublicId);
  const relation = Promise.resolve(reading).then((answer) =>
    answer?.status === 'signed-in' ? answer.channels?.find(({id}) => id === channelPublicId)?.relation : undefined,
  );
  relations.set(channelPublicId, relation);
  return relation;
}
