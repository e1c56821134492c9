import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {createJourney, type Journey} from '../../../../demo/configurator/page/player/journey.js';
import {PLAYER_TEXTS} from '../../../../demo/configurator/page/player/texts.js';
import type {Ending} from '../../../../demo/configurator/page/preview/endings.js';

const begin = (ending: Ending): Promise<Journey> => createJourney(ending, 'ko', PLAYER_TEXTS.ko);

/** The redirect URI with an answer; by default with the journey's own state. */
function answer({address}: Journey, fields: Readonly<Record<string, string>>): URL {
  const query = new URL(address).searchParams;
  const url = new URL(query.get('redirect_uri') ?? '');
  url.search = new URLSearchParams({state: query.get('state') ?? '', ...fields}).toString();
  return url;
}

describe('the player’s journey', () => {
  test('takes the code to its backend', async () => {
    const journey = await begin('member');

    const outcome = journey.finish(answer(journey, {code: 'code-1'}));

    assert.deepEqual([outcome.end, 'member' in outcome && outcome.member], ['signed-in', {name: '이하늘'}]);
  });

  for (const [description, end] of [
    ['User denied access', 'cancelled'],
    ['Not allowed under age 14', 'help'],
  ] as const) {
    test(`ends as ${end}: ${description}`, async () => {
      const journey = await begin('cancel');

      const outcome = journey.finish(answer(journey, {error: 'access_denied', error_description: description}));

      assert.equal(outcome.end, end);
    });
  }

  test('takes no answer to another journey, and none without a state', async () => {
    const [journey, other] = await Promise.all([begin('member'), begin('member')]);
    const stateless = answer(journey, {code: 'code-1'});
    stateless.searchParams.delete('state');

    for (const address of [answer(other, {code: 'code-1'}), answer(journey, {code: ''}), stateless]) {
      const outcome = journey.finish(address);
      assert.deepEqual([outcome.end, 'code' in outcome && outcome.code], ['retry', 'callback_invalid']);
    }
  });

  test('opens at the login of the only person who plays in it', async () => {
    const {visit, address} = await begin('under-14');

    const arrival = await visit.open(address);

    assert.ok(arrival.kind === 'page');
    assert.deepEqual(
      [...arrival.text.matchAll(/name="persona" value="([^"]+)"/g)].map(([, id]) => id),
      ['under-14'],
    );
  });
});
