import {expect} from '@open-wc/testing';
import {readSheetOptions} from '../../../src/script/siblings/tag-sheet.js';

type Said = Readonly<Record<string, string>>;

function read(said: Said) {
  const problems: object[] = [];
  const options = readSheetOptions(said, (problem) => {
    if (typeof problem !== 'string') problems.push(problem);
  });
  const present = Object.entries(options).filter(([, value]) => value !== undefined);
  return {
    options: Object.fromEntries(present),
    problems: problems.map((problem) => Reflect.get(problem, 'name') as unknown),
  };
}

const ROWS: readonly (readonly [said: Said, options: object, problems?: readonly string[]])[] = [
  [{sheet: ''}, {}],
  [{sheet: 'true'}, {}],
  [{sheet: 'scroll:30 exit'}, {when: {scroll: 30, exit: true}}],
  [{sheet: 'scroll, delay'}, {when: {scroll: 50, delay: 20}}],
  [{sheet: 'delay:5'}, {when: {delay: 5}}],
  [{sheet: 'scroll:200 exit'}, {when: {exit: true}}, ['data-sheet']],
  [{sheet: 'leave'}, {}, ['data-sheet']],
  [
    {sheet: '', sheetText: '쿠폰', sheetImage: '/a.png', sheetImageAlt: '쿠폰', sheetDone: '축하해요'},
    {text: '쿠폰', image: '/a.png', imageAlt: '쿠폰', done: '축하해요'},
  ],
  [{sheet: '', sheetImage: 'javascript:alert(1)'}, {}, ['data-sheet-image']],
  [
    {sheet: '', sheetInclude: '/a, /b/*,', sheetExclude: '/c'},
    {include: ['/a', '/b/*'], exclude: ['/c']},
  ],
  [
    {sheet: '', sheetCap: '0', sheetHideDays: '30'},
    {everyDays: 0, hideDays: 30},
  ],
  [{sheet: '', sheetCap: 'daily', sheetHideDays: '3'}, {}, ['data-sheet-cap', 'data-sheet-hide-days']],
  [
    {sheet: '', sheetVariants: 'a:30, b', sheetTextA: '가', sheetImageB: '/b.png', sheetImageAltB: '나'},
    {variants: {a: {weight: 30, text: '가'}, b: {image: '/b.png', imageAlt: '나'}}},
  ],
  [{sheet: '', sheetVariants: 'A:1,b'}, {variants: {b: {}}}, ['data-sheet-variants']],
  [{sheet: '', sheetVariants: 'alt'}, {variants: {}}, ['data-sheet-variants']],
  [{sheet: '', sheetTexts: 'x'}, {}, ['data-sheet-texts']],
  [{sheet: '', sheetTextA: 'x'}, {}, ['data-sheet-text-a']],
  [{sheet: '', host: 'cafe24'}, {}, ['data-member']],
  [{sheet: '', host: 'cafe24', member: '.logout'}, {member: '.logout'}],
];

describe('what a tag says of its sheet', () => {
  for (const [said, options, problems = []] of ROWS) {
    it(`is read from ${JSON.stringify(said)}`, () => {
      expect(read(said)).to.deep.equal({options, problems});
    });
  }
});
