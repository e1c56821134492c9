import {en} from './en.js';
import type {FunnelText} from './funnel/funnel.js';
import {ko} from './ko.js';

/** The languages that the shop speaks; the first is its own. */
export const LANGUAGES = ['ko', 'en'] as const;

export type Language = (typeof LANGUAGES)[number];

type ConsentItemId =
  | 'profile_nickname'
  | 'profile_image'
  | 'account_email'
  | 'phone_number'
  | 'name'
  | 'gender'
  | 'age_range'
  | 'birthday'
  | 'birthyear'
  | 'account_ci'
  | 'shipping_address'
  | 'plusfriends';

/** Every line that the shop shows. The language files are complete, or they do not compile. */
export interface Text {
  readonly brand: string;
  readonly tagline: string;
  readonly skip: string;
  readonly signIn: string;
  readonly account: string;
  readonly products: string;
  readonly event: string;
  readonly otherLanguage: string;
  readonly demoNote: string;
  readonly asKakaoTalk: string;
  readonly asKakaoTalkEnd: string;
  readonly talkWaits: string;
  readonly talkOpen: string;
  readonly hero: {
    readonly eyebrow: string;
    readonly title: string;
    readonly lead: string;
    readonly browse: string;
    readonly hello: (name: string) => string;
  };
  readonly benefits: {
    readonly title: string;
    readonly items: readonly {readonly title: string; readonly body: string}[];
  };
  readonly productsTitle: string;
  readonly product: {
    readonly option: string;
    readonly buy: string;
    readonly delivery: string;
    readonly back: string;
    readonly details: string;
  };
  readonly checkout: {
    readonly title: string;
    readonly item: string;
    readonly address: string;
    /** An address that its owner has not named. */
    readonly unnamed: string;
    readonly other: string;
    readonly fields: Readonly<Record<'receiver' | 'phone' | 'zone' | 'base' | 'detail', string>>;
    readonly fromKakao: string;
    readonly fromKakaoLead: string;
    readonly fromKakaoConsent: string;
    readonly order: string;
    readonly incomplete: string;
  };
  readonly login: {
    readonly title: string;
    readonly lead: string;
    readonly buyFirst: string;
    readonly bubble: string;
    readonly kakaoFallback: string;
    readonly needsScript: string;
    readonly naver: string;
    readonly apple: string;
    readonly email: string;
    readonly example: string;
    readonly or: string;
  };
  readonly callback: {
    readonly title: string;
    readonly wait: string;
    readonly slow: string;
    readonly failed: string;
    readonly again: string;
    readonly home: string;
  };
  readonly profile: {
    readonly title: string;
    readonly joined: (date: string) => string;
    readonly justJoined: string;
    /** To somebody who has signed up and had the coupon before. */
    readonly joinedAgain: string;
    readonly guest: string;
    readonly guestTitle: string;
    /** Why somebody who was a member may see this page. */
    readonly guestUnlinked: string;
    readonly orders: string;
    readonly noOrders: string;
    readonly ordered: string;
    readonly logout: string;
    readonly member: string;
    readonly connected: string;
  };
  readonly coupon: {
    readonly title: string;
    /** @param day on which it ends */
    readonly valid: (day: string) => string;
    readonly had: string;
    readonly none: string;
  };
  readonly agreements: {
    readonly title: string;
    readonly none: string;
    readonly required: string;
    readonly optional: string;
    readonly record: string;
    readonly agreed: string;
    readonly declined: string;
    /** A term whose title the shop does not know. */
    readonly unknownTerm: (tag: string) => string;
    readonly unknownItem: (id: string) => string;
    /** Kakao's consent items by their ids. */
    readonly items: Readonly<Record<ConsentItemId, string>>;
  };
  readonly terms: {readonly title: string; readonly lead: string; readonly body: string; readonly none: string};
  readonly channel: {
    readonly title: string;
    readonly relation: Readonly<Record<'added' | 'blocked' | 'none' | 'unknown', string>>;
    readonly told: (moment: string) => string;
  };
  readonly operator: {
    readonly title: string;
    readonly lead: string;
    readonly state: string;
    readonly waiting: string;
    readonly failed: string;
    readonly oldest: (moment: string) => string;
    readonly failures: string;
    readonly noFailures: string;
    readonly happened: (moment: string) => string;
    readonly gaveUp: (moment: string) => string;
    readonly replay: string;
    readonly discard: string;
    readonly result: Readonly<Record<'replayed' | 'discarded' | 'missing', string>>;
    /** Of people who have agreed at Kakao and are no members. */
    readonly unfinished: string;
    readonly unfinishedCount: (count: number) => string;
    readonly allFinished: string;
    readonly unfinishedRule: string;
    readonly firstAccounts: string;
    readonly kakaoSilent: string;
    readonly events: {
      readonly unlink: string;
      readonly added: string;
      readonly blocked: string;
      readonly account: (event: string) => string;
    };
  };
  /** Asks whether logins may be counted. */
  readonly measuring: {
    readonly question: string;
    readonly details: (days: number) => string;
    readonly yes: string;
    readonly no: string;
    /** Asks again. */
    readonly again: string;
  };
  readonly funnel: FunnelText;
  readonly connect: {
    readonly title: string;
    readonly lead: (phoneEnd: string) => string;
    readonly code: string;
    readonly demo: (code: string) => string;
    readonly wrong: string;
    readonly button: string;
    readonly over: string;
  };
  readonly promotion: {
    readonly title: string;
    readonly kicker: string;
    readonly lead: string;
    readonly amount: string;
    readonly conditions: readonly string[];
    readonly conditionsTitle: string;
    readonly button: string;
    readonly given: (name: string) => string;
    readonly use: string;
    /** To members who have had the coupon. */
    readonly had: (name: string) => string;
    /** To members who have no coupon. */
    readonly notNew: (name: string) => string;
  };
  readonly missing: {readonly title: string; readonly lead: string; readonly home: string};
  /** The order form has been sent already. */
  readonly orderedBefore: {readonly title: string; readonly lead: string; readonly orders: string};
  /** The order form has no id of ours. */
  readonly staleOrder: {readonly title: string; readonly lead: string; readonly product: string};
  readonly broken: {readonly title: string; readonly lead: string};
  readonly welcomeNew: (name: string) => string;
  readonly welcomeBack: (name: string) => string;
}

const TEXTS: Readonly<Record<Language, Text>> = {ko, en};

/** The shop's lines in a language. */
export function toText(language: Language): Text {
  return TEXTS[language];
}

/** A consent item as people know it. */
export function toItemName({agreements}: Text, id: string): string {
  const known = Object.entries(agreements.items).find(([item]) => item === id);
  return known ? known[1] : agreements.unknownItem(id);
}

/** Whether a value, a cookie's for one, names a language of the shop. */
export function isLanguage(value: unknown): value is Language {
  return (LANGUAGES as readonly unknown[]).includes(value);
}

/** A price as the shop writes it. */
export function toPrice(won: number, language: Language): string {
  const amount = won.toLocaleString('ko-KR');
  return language === 'ko' ? `${amount}원` : `₩${amount}`;
}

/** A moment as the shop writes it. */
export function toMoment(time: Date, language: Language): string {
  const style = {dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone: 'Asia/Seoul'} as const;
  return new Intl.DateTimeFormat(language, style).format(time);
}

/** A day as the shop writes it: the shop's day, wherever its server stands. */
export function toDay(time: Date, language: Language): string {
  return new Intl.DateTimeFormat(language, {dateStyle: 'medium', timeZone: 'Asia/Seoul'}).format(time);
}
