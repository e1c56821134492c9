import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {MESSAGE_KEYS} from '../../src/elements/messages/message-keys.js';
import {ACCOUNT} from '../../src/elements/i18n/account.js';
import {CHANNEL_BUTTON} from '../../src/elements/i18n/channel-button.js';
import {LABELS} from '../../src/elements/i18n/labels.js';
import {LATER} from '../../src/elements/i18n/later.js';
import {MESSAGES} from '../../src/elements/i18n/messages.js';
import {TERMS_CONSENT} from '../../src/elements/i18n/terms-consent.js';
import {read} from './support/package.js';

const TABLES = [LABELS, LATER, MESSAGES, TERMS_CONSENT, CHANNEL_BUTTON, ACCOUNT];
const LANGUAGES = ['ko', 'en', 'ja'] as const;

/** Every text, as a row of the documents. */
const rows = TABLES.flatMap((table) =>
  Object.keys(table.ko).map(
    (key) =>
      `| \`${key}\` | ${LANGUAGES.map((language) => (table[language] as unknown as Record<string, string>)[key]).join(' | ')} |`,
  ),
);

describe('the table of texts', () => {
  for (const page of ['docs/en/frontend/elements.md', 'docs/ko/frontend/elements.md']) {
    test(`has every key with its texts, and no other: ${page}`, () => {
      const [, table = ''] = read(page).split('`ko` | `en` | `ja` |\n| --- | --- | --- | --- |\n');

      assert.deepEqual(table.split('\n\n')[0]?.trim().split('\n'), rows);
    });
  }

  test('has the keys that a site can give', () => {
    assert.deepEqual(rows.map((row) => /`(\w+)`/.exec(row)?.[1]).sort(), [...MESSAGE_KEYS].sort());
  });
});
