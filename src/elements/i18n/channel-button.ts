import type {Translations} from './language.js';

interface ChannelButtonTexts {
  readonly add: string;
  readonly addShort: string;
  readonly chat: string;
  readonly chatShort: string;
  readonly added: string;
  readonly already: string;
  readonly blocked: string;
}

export const CHANNEL_BUTTON: Translations<ChannelButtonTexts> = {
  ko: {
    add: '카카오톡 채널 추가하기',
    addShort: '채널 추가하기',
    chat: '카카오톡 채널 채팅하기',
    chatShort: '채널 채팅하기',
    added: '채널을 추가했어요.',
    already: '이미 추가한 채널이에요.',
    blocked: '차단한 채널이에요. 카카오톡에서 차단을 풀어 주세요.',
  },
  en: {
    add: 'Add Channel on KakaoTalk',
    addShort: 'Add Channel',
    chat: 'Chat on KakaoTalk',
    chatShort: 'Chat',
    added: 'The channel was added.',
    already: 'You have added this channel before.',
    blocked: 'You have blocked this channel. Please unblock it in KakaoTalk.',
  },
  ja: {
    add: 'カカオトークのチャンネル追加',
    addShort: 'チャンネル追加',
    chat: 'カカオトークでチャット',
    chatShort: 'チャット',
    added: 'チャンネルを追加しました。',
    already: 'すでに追加されているチャンネルです。',
    blocked: 'ブロック中のチャンネルです。カカオトークでブロックを解除してください。',
  },
};
