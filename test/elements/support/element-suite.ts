import {expect, fixture} from '@open-wc/testing';
import {executeServerCommand} from '@web/test-runner-commands';
import {html, render, type LitElement, type TemplateResult} from 'lit';
import type {KakaoLoginButton} from '../../../src/elements/login-button/login-button.js';
import {FakeClient} from './fake-client.js';
import {forgetPage} from './page.js';

/**
 * Draws a template, and resolves with its outermost element. On a page with Lit's hydration support it is drawn by a
 * server, from its markup alone, and taken over here: properties are there before the upgrade, and no server knows them.
 */
export type Mount = <Root extends Element>(template: TemplateResult) => Promise<Root>;

/** See test/elements/hydrated.test.ts. */
export const isHydrated = 'litElementHydrateSupport' in globalThis;

/** The tests of an element, on a page on which nothing of ours has happened yet. */
export function describeElement(title: string, suite: (mount: Mount) => void): void {
  describe(isHydrated ? `${title}, drawn by a server` : title, () => {
    if (isHydrated) before(startServer);
    beforeEach(forgetPage);
    afterEach(forgetPage);
    suite(isHydrated ? hydrate : fixture);
  });
}

/** A login button with a client of its own. */
export async function mountButton(mount: Mount, {client = new FakeClient(), style = ''} = {}) {
  const button = await mount<KakaoLoginButton>(
    html`<kakao-login-button style=${style} .client=${client}></kakao-login-button>`,
  );
  return {client, button};
}

async function hydrate<Root extends Element>(template: TemplateResult): Promise<Root> {
  // A document without a window upgrades nothing.
  const inert = document.implementation.createHTMLDocument();
  render(template, inert.body, {creationScope: inert});
  const markup = inert.body.innerHTML.replace(/<!--.*?-->/g, '');
  const served = inert.createElement('div');
  served.setHTMLUnsafe(await askServer(markup));
  const elements = [...served.querySelectorAll('*')];
  const properties = [...inert.body.querySelectorAll('*')];
  elements.forEach((element, index) => Object.assign(element, properties[index]));
  const ours = elements.filter(({shadowRoot}) => shadowRoot) as (Element & Pick<LitElement, 'updateComplete'>)[];
  const drawn = ours.map(({shadowRoot}) => [...shadowRoot!.children]);
  expect(drawn.length, 'drawn by the server').to.be.greaterThan(0);

  const complaints = watchConsole();
  const root = await fixture<Root>(served.firstElementChild!);
  for (const element of ours) {
    element.removeAttribute('defer-hydration');
    while (!(await element.updateComplete));
  }

  expect(complaints(), 'of the hydration').to.deep.equal([]);
  const now = ours.map(({shadowRoot}) => [...shadowRoot!.children]);
  expect(now.flat().length, 'drawn twice').to.equal(drawn.flat().length);
  expect(
    now.flat().every((part, index) => part === drawn.flat()[index]),
    'taken over',
  ).to.equal(true);
  return root;
}

/** What Lit has to say of markup that does not fit. */
function watchConsole(): () => unknown[] {
  const {assert, warn} = console;
  const complaints: unknown[] = [];
  console.assert = (isTrue, ...words) => void (isTrue || complaints.push(words));
  console.warn = (...words) => void complaints.push(words);
  return () => {
    Object.assign(console, {assert, warn});
    return complaints;
  };
}

/** It takes its time to load; a test has less. */
async function startServer(this: Mocha.Context): Promise<void> {
  this.timeout(60_000);
  await askServer('<kakao-sync></kakao-sync>');
}

const answers = new Map<string, Promise<string>>();

function askServer(markup: string): Promise<string> {
  const answer = answers.get(markup) ?? executeServerCommand<string, string>('server-markup', markup);
  answers.set(markup, answer);
  return answer;
}
