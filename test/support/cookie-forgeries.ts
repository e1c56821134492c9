import {toBytesAsLatin1} from '../../src/doctor/forgeries/cookie-forgeries.js';

/** A cookie of somebody else's, as it stands in a `Cookie` header or in `document.cookie`. */
export type ForeignPair = readonly [id: string, pair: string];

const toCode = (character: string): string =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;

const range = (first: number, last: number): string[] =>
  Array.from({length: last - first + 1}, (_, index) => String.fromCharCode(first + index));

/**
 * Whatever some reader takes for a blank, space and tab apart, which are optional in a cookie text (RFC 6265bis §5.6):
 * the property White_Space, what languages add to it, and what is not seen.
 */
export const STRANGE_BLANKS: readonly string[] = [
  ...['\u000b', '\u000c', ...range(0x1c, 0x1f), '\u0085', '\u00a0', '\u00ad', '\u1680', '\u180e'],
  ...[...range(0x2000, 0x200f), '\u2028', '\u2029', '\u202f', '\u205f', '\u2060', '\u3000', '\ufeff'],
];

const replaceFirst = (text: string, from: RegExp, to: string): ForeignPair[1][] =>
  from.test(text) ? [text.replace(from, to)] : [];

/**
 * Cookies that are not `name=value`, though a careless reader takes them for it: what another host of the same site can
 * set for ours, because browsers keep only the exact name from it.
 */
export function toForeignPairs(name: string, value: string): ForeignPair[] {
  const names: ForeignPair[] = [
    ...STRANGE_BLANKS.flatMap((blank): ForeignPair[] => [
      [`${toCode(blank)} before the name`, blank + name],
      [`${toCode(blank)} after the name`, name + blank],
      [`a space, ${toCode(blank)} and a space before the name`, ` ${blank} ${name}`],
    ]),
    ...[' ', '\t', ' \t '].map((blank): ForeignPair => [`${JSON.stringify(blank)} between name and =`, name + blank]),
    ['capitals', name.toUpperCase()],
    ['small letters', name.toLowerCase()],
    ['a prefix in capitals', name.replace('__Host-', '__HOST-')],
    ['a prefix in small letters', name.replace('__Host-', '__host-')],
    ['no prefix', name.replace('__Host-', '')],
    ['another prefix', name.replace('__Host-', '__Secure-')],
    ['something before the name', `x${name}`],
    ['something after the name', `${name}x`],
    ['a quoted name', `"${name}"`],
    ['an escaped name', name.replace(/_/g, '%5F')],
    ['a comma before the name', `,${name}`],
    ['a zero byte’s picture before the name', `\u2400${name}`],
    ['letters that fold to ours', name.replace(/k/g, '\u212a').replace(/s/g, '\u017f')],
    ['letters that are normalised to ours', name.replace(/_/g, '\uff3f')],
    ...replaceFirst(name, /\./, '_').map((other): ForeignPair => ['_ for the dot', other]),
    ...replaceFirst(name, /\./, ' ').map((other): ForeignPair => ['a space for the dot', other]),
    ...replaceFirst(name, /\./, '[').map((other): ForeignPair => ['[ for the dot', other]),
    ...replaceFirst(name, /_(?=[^_])/, ' ').map((other): ForeignPair => ['a space for _', other]),
    ...replaceFirst(name, /_(?=[^_])/, '.').map((other): ForeignPair => ['a dot for _', other]),
  ];
  const pairs: ForeignPair[] = [
    ...names.filter(([, other]) => other !== name).map(([id, other]): ForeignPair => [id, `${other}=${value}`]),
    ['no name, = first', `=${name}=${value}`],
    ['no name, a blank and = first', ` =${name}=${value}`],
    ['no name, == first', `==${name}=${value}`],
    ['no =', name],
    ['no = but the value', `${name}${value}`],
    ['a colon for =', `${name}:${value}`],
    ['a wide =', `${name}\uff1d${value}`],
    ['ours as its value', `a=${name}=${value}`],
    ['ours in its quoted value', `a="${name}=${value}"`],
    ['ours after a comma in its value', `a=1, ${name}=${value}`],
    ['ours after a blank in its value', `a=1 ${name}=${value}`],
    ['ours after a wide semicolon in its value', `a=1\uff1b ${name}=${value}`],
    ['ours after a newline’s picture in its value', `a=1\u2028${name}=${value}`],
  ];
  return pairs;
}

/** Values that are not `value`, though a careless reader takes them for it. */
export function toForeignValues(value: string): ForeignPair[] {
  return [
    ...STRANGE_BLANKS.flatMap((blank): ForeignPair[] => [
      [`${toCode(blank)} before it`, blank + value],
      [`${toCode(blank)} after it`, value + blank],
    ]),
    ['a space before it', ` ${value}`],
    ['quotes around it', `"${value}"`],
    ['= before it', `=${value}`],
  ];
}

/** The same cookies as a server can get them: a raw byte where there is one for the character, and as UTF-8. */
export function toHeaderForms(pairs: readonly ForeignPair[]): ForeignPair[] {
  return pairs.flatMap(([id, pair]): ForeignPair[] => {
    const utf8 = toBytesAsLatin1(pair);
    const isRaw = !/[^\0-\u00ff]/.test(pair);
    return [
      ...(isRaw ? [[id, pair] as const] : []),
      ...(!isRaw || utf8 !== pair ? [[`${id}, as UTF-8`, utf8] as const] : []),
    ];
  });
}
