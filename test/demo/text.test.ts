import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {CATALOGUE} from '../../demo/catalogue.js';
import {LANGUAGES, toDay, toPrice, toText} from '../../demo/text/text.js';

/** Every line with its place; functions are asked with a sample. */
function collectLines(value: unknown, place = ''): [string, string][] {
  if (typeof value === 'string') return [[place, value]];
  if (typeof value === 'function') return [[place, String((value as (text: string) => unknown)('SAMPLE'))]];
  return Object.entries(value as object).flatMap(([key, inner]) => collectLines(inner, `${place}/${key}`));
}

describe('the shop’s texts', () => {
  for (const language of LANGUAGES) {
    it(`are complete in ${language}`, () => {
      const lines = collectLines(toText(language));

      assert.deepEqual(
        lines.map(([place]) => place),
        collectLines(toText('ko')).map(([place]) => place),
      );
      for (const [place, line] of lines) assert.ok(line.trim().length > 0, place);
    });

    it(`name everything for sale in ${language}`, () => {
      for (const {name, summary, description, options} of CATALOGUE) {
        for (const words of [name, summary, description, ...options.map((option) => option.name)]) {
          assert.ok(words[language].length > 0);
        }
      }
    });
  }

  it('are Korean in Korean and not in English', () => {
    const hangul = /[가-힣]/;

    for (const [place, line] of collectLines(toText('en'))) {
      assert.equal(hangul.test(line), place === '/otherLanguage', place);
    }
    for (const [place, line] of collectLines(toText('ko'))) {
      assert.equal(hangul.test(line), place !== '/otherLanguage', place);
    }
  });

  it('speak to shoppers in 해요체', () => {
    const words = CATALOGUE.flatMap(({summary, description}) => [summary.ko, description.ko]);

    for (const line of [...collectLines(toText('ko')).map(([, text]) => text), ...words]) {
      assert.doesNotMatch(line, /니다/);
    }
  });

  it('write prices and days as each language does', () => {
    const night = new Date('2026-11-21T20:00:00Z');

    assert.deepEqual([toPrice(48_000, 'ko'), toPrice(48_000, 'en')], ['48,000원', '₩48,000']);
    assert.deepEqual([toDay(night, 'ko'), toDay(night, 'en')], ['2026. 11. 22.', 'Nov 22, 2026']);
  });
});
