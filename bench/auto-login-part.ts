import {
  AUTO_VARIANTS,
  PAGE_KINDS,
  startAutoBench,
  type AutoSample,
  type AutoVariant,
  type PageKind,
} from './auto-login.js';
import {definePart} from './part.js';
import {Samples, showRatio, showSpread, summarize, toTable, type Summary} from './statistics.js';

const TITLES: Readonly<Record<PageKind, string>> = {
  bare: 'on a page with nothing else',
  shop: 'on a page with a stylesheet of 30 kB and a deferred script of 120 kB',
};

/** What a site would write by hand, and what it usually has. */
const [BY_HAND, USUAL] = ['location.replace', 'usual recipe'] as const satisfies readonly AutoVariant[];

interface AutoRow {
  readonly kind: PageKind;
  readonly page: AutoVariant;
  /** Script start → request at Kakao; null where the page keeps no time of its start. */
  readonly leave: Summary | null;
  /** First request → the page that is there to stay, signed in; null without auto-login. */
  readonly member: Summary | null;
  /** The same, of a guest. */
  readonly guest: Summary;
  /** Requests of a guest's visit. */
  readonly requests: number;
}

export const autoLoginPart = definePart<AutoRow[]>({
  async run({rounds, getBrowser}) {
    const [auto, browser] = [await startAutoBench(), await getBrowser()];
    const samples = new Samples<AutoSample>();
    const cases = PAGE_KINDS.flatMap((kind) => AUTO_VARIANTS.map((page) => ({kind, page})));
    for (let round = -1; round < rounds; round++) {
      for (const {kind, page} of cases) {
        for (const isMember of [true, false]) {
          const taken = await auto.sample(browser, page, kind, isMember);
          if (round >= 0) samples.add(`${kind} ${page} ${isMember}`, taken);
        }
      }
    }
    auto.close();
    return cases.map(({kind, page}) => {
      const of = (isMember: boolean, figure: keyof AutoSample): Summary =>
        summarize(samples.of(`${kind} ${page} ${isMember}`).map((taken) => taken[figure]));
      return {
        kind,
        page,
        leave: page === BY_HAND || page === 'head entry' ? of(true, 'leave') : null,
        member: page === 'none' ? null : of(true, 'settled'),
        guest: of(false, 'settled'),
        requests: of(false, 'requests').median,
      };
    });
  },
  show: (rows) => PAGE_KINDS.map((kind) => showKind(kind, rows)).join('\n\n'),
});

function showKind(kind: PageKind, all: readonly AutoRow[]): string {
  const rows = all.filter((row) => row.kind === kind);
  const beside = (value: Summary | null, base: AutoVariant, figure: 'leave' | 'member' | 'guest'): string => {
    const found = rows.find(({page}) => page === base)?.[figure];
    return value && found ? showRatio(value, found) : '';
  };
  const lines = rows.map(({page, leave, member, guest, requests}) => {
    const usual = rows.find((row) => row.page === USUAL)?.member;
    return [
      page,
      beside(leave, BY_HAND, 'leave'),
      beside(member, BY_HAND, 'member'),
      member && usual ? `× ${(member.median / usual.median).toFixed(2)}` : '',
      page === 'none' ? showSpread(guest) : beside(guest, 'none', 'guest'),
      requests,
    ];
  });
  const head = [
    'page',
    'script start → request at Kakao',
    'a member is signed in, to the page by hand',
    'to the usual recipe',
    'a guest can read, to no auto-login',
    'requests, guest',
  ];
  return `## Auto-login in KakaoTalk, ${TITLES[kind]} (ms: median, quartiles, ratio; emulated 4G)\n\n${toTable(head, lines)}\n\nThe page by hand leaves by an inline \`location.replace\`.`;
}
