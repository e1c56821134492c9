import {readFile} from 'node:fs/promises';
import {toOutputs, type Output, type Release} from '../../demo/configurator/outputs/outputs.js';
import type {Settings} from '../../demo/configurator/settings.js';
import {VERSION} from '../../src/shared/version.js';

const FOLDER = new URL(`../../dist/tag/${VERSION}/`, import.meta.url);

/** The release in dist/, as the configurator knows it. */
export async function readRelease(): Promise<Release> {
  const text = await readFile(new URL('integrity.json', FOLDER), 'utf8');
  return {version: VERSION, integrity: JSON.parse(text) as Release['integrity']};
}

/** What stands for a nonce in a policy that was printed. */
export const NONCE = 'R4nd0m';

/** Files of a site by path: what the configurator has printed, put where it says. */
export interface ConfiguredSite {
  /** Answers a request for one of the files, or for one of the release's below the settings' folder. */
  readonly see: (request: Request) => Promise<Response | undefined>;
  /** Puts a document there, with the policy that was printed with it. */
  put(path: string, html: string, policy?: string): void;
  putScript(path: string, code: string): void;
  /** Everything is new. */
  clear(): void;
}

export function createConfiguredSite(base: string): ConfiguredSite {
  const files = new Map<string, {readonly text: string; readonly headers: Record<string, string>}>();
  return {
    async see(request) {
      const {pathname} = new URL(request.url);
      if (pathname.startsWith(base)) {
        const file = await readFile(new URL(pathname.slice(base.length), FOLDER), 'utf8');
        return new Response(file, {headers: {'Content-Type': 'text/javascript; charset=utf-8'}});
      }
      const found = files.get(pathname);
      return found && new Response(found.text, {headers: found.headers});
    },
    put(path, html, policy) {
      const headers = {
        'Content-Type': 'text/html; charset=utf-8',
        ...(policy && {'Content-Security-Policy': policy.replace(/^Content-Security-Policy: |\n/g, '')}),
      };
      files.set(path, {text: html, headers});
    },
    putScript: (path, text) =>
      void files.set(path, {text, headers: {'Content-Type': 'text/javascript; charset=utf-8'}}),
    clear: () => files.clear(),
  };
}

/** One of the outputs, which must be there. */
export function toOutput(settings: Settings, release: Release, id: Output['id']): string {
  const found = toOutputs(settings, release).find((output) => output.id === id);
  if (!found) throw new Error(`${settings.place} has no ${id}.`);
  return found.text;
}

/** A page whose body is what somebody has pasted. */
export const toPage = (body: string, head = ''): string => `<!doctype html>
<html lang="ko">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>행사</title>
    ${head}
  </head>
  <body>
    <h1>행사</h1>
    ${body}
  </body>
</html>`;

/**
 * A script that does as a tag manager: it makes the markup of a tag, without `data-` attributes, and runs its scripts with
 * the page's nonce.
 */
export function toInjector(html: string): string {
  return `addEventListener('load', function () {
    var holder = document.createElement('div');
    holder.innerHTML = ${JSON.stringify(html)};
    holder.querySelectorAll('script').forEach(function (made) {
      var script = document.createElement('script');
      Array.prototype.forEach.call(made.attributes, function (attribute) {
        if (!/^data-/.test(attribute.name)) script.setAttribute(attribute.name, attribute.value);
      });
      script.nonce = ${JSON.stringify(NONCE)};
      script.text = made.text;
      made.replaceWith(script);
    });
    document.body.append(holder);
  });`;
}
