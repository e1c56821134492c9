import {onPageClient} from '../../client/page/page-registry.js';
import {isOn, toAttribute, toShown} from '../../client/state/setting-values.js';
import {attempt} from '../../shared/attempt.js';
import {omitUndefined} from '../../shared/fields.js';
import {
  startSheet,
  type SheetContent,
  type SheetOptions,
  type SheetTriggers,
  type SheetVariant,
} from '../../sheet/index.js';
import type {Said} from '../tag/find-tag.js';
import {SHEET_SETTINGS} from '../tag/sheet-settings.js';
import type {StartPart} from './start-part.js';

/** Tells that a setting cannot be used, and what could be. */
type Refuse = (name: string, ...choices: readonly string[]) => void;

/** The settings that a variant may have of its own: {@link SHEET_SETTINGS} begins with them. */
const CONTENT = SHEET_SETTINGS.slice(0, 3);

/** Starts the sheet as the tag says it. */
export const startTagSheet: StartPart = (said, report) => {
  if (!isOn(said['sheet'])) return;
  const options = readSheetOptions(said, report);
  onPageClient((client) => void startSheet(client, options));
};

/** Reads what a tag says of its sheet. What cannot be used is told, and left out. */
export function readSheetOptions(said: Said, report: Parameters<StartPart>[1]): SheetOptions {
  const refuseValue: Refuse = (name, ...choices) => {
    const value = toShown(said[name] ?? '');
    report({code: 'config_invalid', kind: 'choice', name: `data-${toAttribute(name)}`, value, choices});
  };
  const variants = readVariants(said, refuseValue);
  nameUnknown(said, Object.keys(variants ?? {}), report);
  if (said['host'] && !said['member']) refuseValue('member', 'a selector for the pages of members');
  return {
    ...readContent(said, '', refuseValue),
    variants,
    when: readTriggers(said, refuseValue),
    include: readList(said['sheetInclude']),
    exclude: readList(said['sheetExclude']),
    everyDays: readNumber(said, 'sheetCap', 0, refuseValue),
    hideDays: readNumber(said, 'sheetHideDays', 7, refuseValue),
    done: said['sheetDone'],
    member: said['member'],
  };
}

/** `scroll:50 exit delay:20`: each number has a default. */
function readTriggers(said: Said, refuseValue: Refuse): SheetTriggers | undefined {
  const text = said['sheet']?.trim() ?? '';
  const when: {scroll?: number; exit?: boolean; delay?: number} = {};
  let isBroken = false;
  for (const word of text === 'true' ? [] : text.split(/[\s,]+/).filter(Boolean)) {
    const [, name, number] = /^(?:(scroll|delay)(?::(\d{1,4}))?|exit)$/.exec(word) ?? [];
    if (name === 'scroll' && Number(number ?? 50) <= 100) when.scroll = Number(number ?? 50);
    else if (name === 'delay') when.delay = Number(number ?? 20);
    else if (word === 'exit') when.exit = true;
    else isBroken = true;
  }
  if (isBroken) refuseValue('sheet', 'scroll:50', 'exit', 'delay:20');
  return Object.keys(when).length > 0 ? when : undefined;
}

function readNumber(said: Said, name: string, least: number, refuseValue: Refuse): number | undefined {
  const text = said[name];
  if (text === undefined) return undefined;
  if (/^\d{1,3}$/.test(text) && Number(text) >= least) return Number(text);
  refuseValue(name, `${least} or more`);
  return undefined;
}

function readList(text: string | undefined): readonly string[] | undefined {
  return text?.split(',').flatMap((item) => item.trim() || []);
}

/** `a:50,b:50`, or `a,b` for equal parts. Each id is the end of names such as `data-sheet-text-a`. */
function readVariants(said: Said, refuseValue: Refuse): Readonly<Record<string, SheetVariant>> | undefined {
  const items = readList(said['sheetVariants'])?.map((item) =>
    /^(?!alt)([a-z][a-z\d]{0,19})(?::(\d{1,4}))?$/.exec(item),
  );
  if (!items) return undefined;
  if (items.includes(null)) refuseValue('sheetVariants', 'a:50,b:50');
  return Object.fromEntries(
    items.flatMap((item) => {
      const [, id, weight] = item ?? [];
      return id === undefined
        ? []
        : [
            [
              id,
              omitUndefined({
                weight: weight === undefined ? weight : Number(weight),
                ...readContent(said, toEnd(id), refuseValue),
              }),
            ],
          ];
    }),
  );
}

/** `a` → `A`, as the names of `dataset` have it. */
const toEnd = (id: string): string => id.charAt(0).toUpperCase() + id.slice(1);

function readContent(said: Said, end: string, refuseValue: Refuse): SheetContent {
  const name = `sheetImage${end}`;
  const image = said[name];
  const isImage = !image || /^https?:$/.test(attempt(() => new URL(image, document.baseURI).protocol) ?? '');
  if (!isImage) refuseValue(name, '/benefit.png');
  return omitUndefined({
    text: said[`sheetText${end}`],
    image: isImage ? image : undefined,
    imageAlt: said[`sheetImageAlt${end}`],
  });
}

/** Has names told that are a slip of a known one. */
function nameUnknown(said: Said, ids: readonly string[], report: Parameters<StartPart>[1]): void {
  const names: readonly string[] = [...SHEET_SETTINGS, ...CONTENT.flatMap((name) => ids.map((id) => name + toEnd(id)))];
  const known = names.map(toAttribute);
  for (const name of Object.keys(said).filter((one) => /^sheet./.test(one) && !names.includes(one))) {
    report({code: 'config_invalid', kind: 'attribute', name: `data-${toAttribute(name)}`, prefix: 'data-', known});
  }
}
