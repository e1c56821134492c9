import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import fc from 'fast-check';
import {toOutputs} from '../../demo/configurator/outputs/outputs.js';
import {toLookSettings, toScriptSettings, toConfiguration} from '../../demo/configurator/outputs/script-settings.js';
import {toFile} from '../../demo/configurator/outputs/tag.js';
import {isHosted} from '../../demo/configurator/settings.js';
import {anySettings, RELEASE} from '../demo/configurator/support/settings.js';
import {drawSeed} from '../server/support/seed.js';
import {shareBrowser} from '../support/shared-browser.js';

/** What a browser reads in a page: each element, and the attributes of the script and of the button's place. */
interface Read {
  readonly elements: readonly string[];
  readonly script: readonly (readonly [name: string, value: string])[];
  readonly place: Read['script'];
}

/** What `data-` attributes say, by the names of a `dataset`, and the address. */
function toSaid(attributes: Read['script']): Record<string, string> {
  const said = attributes.filter(([name]) => name === 'src' || name.startsWith('data-'));
  return Object.fromEntries(
    said.map(([name, value]) => [
      name.slice(name === 'src' ? 0 : 5).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}

/** As the browser reads it: no document has U+0000, and a switch has no value. */
function toExpected(said: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(said).map(([name, value]) => [
      name,
      value === 'true' && /Consent$|Load$|^sheet$/.test(name) ? '' : value.replaceAll('\0', ''),
    ]),
  );
}

/** The elements of the document, in order, without those that every document has. */
function toElements(id: string, hasStyle: boolean): string[] {
  const style = hasStyle ? ['style'] : [];
  if (id === 'tag') return [...style, 'div', 'script'];
  const head = ['meta', 'meta', 'title'];
  return id === 'html' ? [...head, ...style, 'script', 'h1', 'div'] : [...head, 'script', 'p', 'a'];
}

describe('what was typed, in a page', () => {
  test('is what a browser reads there', async (t) => {
    const samples = fc.sample(anySettings, {numRuns: 400, seed: drawSeed(t)});
    const outputs = samples.flatMap((settings) =>
      toOutputs(settings, RELEASE)
        .filter(({id}) => ['tag', 'html', 'callback'].includes(id))
        .map(({id, text}) => ({settings, id, text})),
    );
    assert.ok(outputs.length > 400);
    const context = await (await shareBrowser()).newContext();
    const page = await context.newPage();

    const read = await page.evaluate(
      (texts): Read[] =>
        texts.map((text) => {
          const parsed = new DOMParser().parseFromString(text, 'text/html');
          const [script, place] = ['script', '[data-kakao-login]'].map((selector) =>
            [...(parsed.querySelector(selector)?.attributes ?? [])].map(({name, value}) => [name, value] as const),
          );
          return {
            elements: [...parsed.querySelectorAll(':not(html, head, body)')].map(({localName}) => localName),
            script: script ?? [],
            place: place ?? [],
          };
        }),
      outputs.map(({text}) => text),
    );
    await context.close();

    for (const [index, {settings, id, text}] of outputs.entries()) {
      const {elements, script, place} = read[index]!;
      const said = id === 'callback' ? toConfiguration(settings) : toScriptSettings(settings);
      assert.deepEqual(elements, toElements(id, /^ *<style>/m.test(text)), text);
      assert.deepEqual(toSaid(script), toExpected({...said, src: toFile(settings, RELEASE).src}), text);
      if (id === 'callback') assert.deepEqual(place, []);
      else assert.deepEqual(toSaid(place), {...toExpected(toLookSettings(settings)), kakaoLogin: ''}, text);
      if (isHosted(settings.place)) assert.ok(!('appKey' in toSaid(script)));
    }
  });
});
