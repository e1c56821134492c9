import type {ChannelMessages} from '../../client/state/messages.js';
import type {Translations} from '../../client/state/language.js';

export const CHANNEL_BUTTON: Translations<ChannelMessages> = {
  ko: {
    channelAdd: '카카오톡 채널 추가하기',
    channelAddShort: '채널 추가하기',
    channelChat: '카카오톡 채널 채팅하기',
    channelChatShort: '채널 채팅하기',
    channelAdded: '채널을 추가했어요.',
    channelAlready: '이미 추가한 채널이에요.',
    channelBlocked: '채널이 차단되어 있어요. 카카오톡에서 차단을 해제해 주세요.',
  },
  en: {
    channelAdd: 'Add Channel on KakaoTalk',
    channelAddShort: 'Add Channel',
    channelChat: 'Chat on KakaoTalk',
    channelChatShort: 'Chat',
    channelAdded: 'The channel was added.',
    channelAlready: 'You have added this channel before.',
    channelBlocked: 'You have blocked this channel. You can unblock it in KakaoTalk.',
  },
  ja: {
    channelAdd: 'カカオトークのチャンネル追加',
    channelAddShort: 'チャンネル追加',
    channelChat: 'カカオトークでチャット',
    channelChatShort: 'チャット',
    channelAdded: 'チャンネルを追加しました。',
    channelAlready: 'すでに追加されているチャンネルです。',
    channelBlocked: 'チャンネルがブロックされています。カカオトークで解除してください。',
  },
};
