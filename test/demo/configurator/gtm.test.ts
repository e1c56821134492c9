import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {parse} from 'acorn';
import fc from 'fast-check';
import type {Settings} from '../../../demo/configurator/settings.js';
import {toOutputs, type Output} from '../../../demo/configurator/outputs/outputs.js';
import {toLookSettings, toScriptSettings} from '../../../demo/configurator/outputs/script-settings.js';
import {drawSeed} from '../../server/support/seed.js';
import {readScript, runLoader} from './support/run-output.js';
import {anySettings, RELEASE, WHOLE} from './support/settings.js';

const toText = (settings: Partial<Settings>, id: Output['id']): string =>
  toOutputs({...WHOLE, ...settings}, RELEASE).find((output) => output.id === id)?.text ?? '';

/** A plain copy of what came from another realm. */
const toPlain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

describe('the loader of a tag manager', () => {
  test('says everything in ES5, without references, in one script', (t) => {
    fc.assert(
      fc.property(anySettings, (any) => {
        const settings: Settings = {...any, place: 'gtm'};
        const html = toText(settings, 'gtm-loader');
        const code = readScript(html);

        parse(code, {ecmaVersion: 5, sourceType: 'script'});
        assert.doesNotMatch(html, /\{\{|\}\}|\{%/);
        assert.equal(html.match(/<\/?script|<!--|-->/gi)?.length, 4);
        const {kakaoSync, script} = runLoader(html);
        assert.deepEqual(toPlain(kakaoSync), {...toScriptSettings(settings), ...toLookSettings(settings), q: []});
        assert.equal(script['src'], `${settings.base.trim()}kakao-sync.min.js`);
      }),
      {seed: drawSeed(t), numRuns: 500},
    );
  });

  const html = toText({place: 'gtm', height: 52, width: 0, align: 'center'}, 'gtm-loader');

  test('has the file checked, and the style of the tag', () => {
    const {script} = runLoader(html);
    assert.equal(script['integrity'], RELEASE.integrity['kakao-sync.min.js']);
    assert.equal(script['crossOrigin'], 'anonymous');
    const style = '--kakao-button-height: 52px; --kakao-button-width: 100%; text-align: center;';
    assert.equal(html.split('\n')[1], `<style>[data-kakao-login] { ${style} }</style>`);
  });

  test('keeps what the page has said before, its queue too', () => {
    const listener = (): void => undefined;
    const given = {appKey: 'own', q: [listener]};
    const {kakaoSync} = runLoader(html, given);
    assert.equal(kakaoSync, given);
    assert.equal(given.appKey, 'own');
    assert.deepEqual(given.q, [listener]);
    assert.equal((kakaoSync as Record<string, unknown>)['endpoint'], '/api/kakao/session');
  });

  test("is not misled by an element of the page that has the global's name", () => {
    // Not a plain object.
    const form = new (class {
      readonly id = 'kakaoSync';
    })();
    const {kakaoSync} = runLoader(html, form);
    assert.notEqual(kakaoSync, form);
    assert.equal((kakaoSync as Record<string, unknown>)['appKey'], WHOLE.appKey);
  });
});

describe('the container of a tag manager', () => {
  interface Entity {
    readonly name: string;
    readonly type: string;
    readonly accountId: string;
    readonly containerId: string;
    readonly tagId?: string;
    readonly triggerId?: string;
    readonly firingTriggerId?: readonly string[];
    readonly parameter: readonly {readonly key: string; readonly value?: string}[];
  }
  interface Container {
    readonly exportFormatVersion: number;
    readonly containerVersion: Readonly<Record<'tag' | 'trigger' | 'variable' | 'builtInVariable', Entity[]>> &
      Readonly<Record<'accountId' | 'containerId' | 'containerVersionId', string>>;
  }
  const read = (settings: Partial<Settings>): Container =>
    JSON.parse(toText({...settings, place: 'gtm'}, 'gtm-container')) as Container;

  test('refers to nothing that it has not, whatever was typed', (t) => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const {exportFormatVersion, containerVersion} = read(settings);
        const {tag, trigger, variable, builtInVariable, accountId, containerId} = containerVersion;
        assert.deepEqual([exportFormatVersion, accountId, containerId], [2, '0', '0']);
        const all = [...tag, ...trigger, ...variable, ...builtInVariable];
        for (const entity of all) assert.deepEqual([entity.accountId, entity.containerId], ['0', '0']);
        assert.equal(new Set(all.map(({name}) => name)).size, all.length, 'each name is there once');

        const triggers = trigger.map(({triggerId}) => triggerId);
        for (const {firingTriggerId = []} of tag) {
          assert.ok(firingTriggerId.length > 0);
          for (const id of firingTriggerId) assert.ok(triggers.includes(id));
        }
        const known = ['_event', ...[...variable, ...builtInVariable].map(({name}) => name)];
        const references = [...JSON.stringify(containerVersion).matchAll(/\{\{([^}]*)\}\}/g)].map(
          ([, name = '']) => name,
        );
        assert.deepEqual(
          references.filter((name) => !known.includes(name)),
          [],
        );
        const html = tag[0]?.parameter.find(({key}) => key === 'html')?.value;
        assert.equal(html, toText({...settings, place: 'gtm'}, 'gtm-loader'));
      }),
      {seed: drawSeed(t), numRuns: 200},
    );
  });

  test('tells Google of a signup and a login, each by a trigger of its own', () => {
    const {tag, trigger} = read({analytics: 'gtm'}).containerVersion;
    const told = tag
      .filter(({type}) => type === 'gaawe')
      .map(({parameter, firingTriggerId = []}) => [
        parameter.find(({key}) => key === 'eventName')?.value,
        ...firingTriggerId.map((id) => JSON.stringify(trigger.find(({triggerId}) => triggerId === id))),
      ]);
    assert.deepEqual(
      told.map(([event]) => event),
      ['sign_up', 'login'],
    );
    for (const [event, on] of told) assert.match(String(on), new RegExp(`"CUSTOM_EVENT".*"arg1","value":"${event}"`));
  });

  for (const analytics of ['none', 'gtag'] as const) {
    test(`loads the script alone where nothing is pushed: ${analytics}`, () => {
      const {tag, trigger, variable} = read({analytics}).containerVersion;
      assert.deepEqual(
        [tag, trigger, variable].map(({length}) => length),
        [1, 1, 0],
      );
    });
  }
});
