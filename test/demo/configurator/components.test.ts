import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import fc from 'fast-check';
import type {Settings} from '../../../demo/configurator/settings.js';
import {toOutputs, type Output} from '../../../demo/configurator/outputs/outputs.js';
import {toLookSettings, toScriptSettings} from '../../../demo/configurator/outputs/script-settings.js';
import {drawSeed} from '../../server/support/seed.js';
import {runReact, runVue, type Drawn} from './support/run-output.js';
import {anySettings, RELEASE, WHOLE} from './support/settings.js';

const toText = (settings: Partial<Settings>, id: Output['id']): string =>
  toOutputs({...WHOLE, ...settings}, RELEASE).find((output) => output.id === id)?.text ?? '';

/** A plain copy of what came from another realm. */
const toPlain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

describe('a component', () => {
  const find = (drawn: Drawn | null, type: string): Drawn[] =>
    drawn
      ? [drawn, ...drawn.children.flatMap((child) => (typeof child === 'string' ? [] : find(child, type)))].filter(
          (one) => one.type === type,
        )
      : [];

  for (const [name, id, run] of [
    ['React', 'react', runReact],
    ['Vue', 'vue', runVue],
  ] as const) {
    test(`of ${name} says and shows what was typed`, (t) => {
      fc.assert(
        fc.property(anySettings, (any) => {
          const settings: Settings = {...any, place: 'framework'};
          const {config, drawn, analytics} = run(toText(settings, id));
          const {text, bubble, ...look} = toLookSettings(settings);
          const {appKey, restApiKey, endpoint, redirectUri, locale} = toScriptSettings(settings);

          assert.deepEqual(toPlain(config), toPlain({appKey, restApiKey, endpoint, redirectUri, locale}));
          assert.equal(analytics !== undefined, settings.analytics !== 'none' || settings.kakaoPixel.trim() !== '');
          const [button] = find(drawn, 'kakao-login-button');
          const {style, ...props} = button?.props ?? {};
          assert.deepEqual(props, look);
          assert.equal(typeof style === 'object' && JSON.stringify(style).includes('40px'), !!bubble);
          const shown = find(drawn, 'span').map(({props: {slot}, children}) => [slot, children[0]]);
          assert.deepEqual(Object.fromEntries(shown), toPlain({label: text, bubble}));
        }),
        {seed: drawSeed(t), numRuns: 60},
      );
    });
  }
});
