import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';

/** A Content Security Policy: its directives and their sources, in order. */
export type Policy = ReadonlyMap<string, readonly string[]>;

/** How scripts are let in: by a nonce, or by where they come from. */
export type PolicyKind = 'nonce' | 'host';

/** What the documents put in the place of a nonce. */
const PLACEHOLDER = 'R4nd0m';

/** The policies of the documents, as these have them. */
export async function readPolicies(): Promise<Readonly<Record<PolicyKind, Policy>>> {
  const file = new URL('../../demo/snippets/content-security-policy.txt', import.meta.url);
  const [nonce, host, ...others] = (await readFile(fileURLToPath(file), 'utf8')).trim().split(/\n+/).map(toPolicy);
  if (!nonce || !host || others.length > 0) throw new Error('The documents have two policies.');
  return {nonce, host};
}

function toPolicy(line: string): Policy {
  const [, text = ''] = /^Content-Security-Policy: (.*)$/.exec(line) ?? [];
  return new Map(text.split('; ').map((directive) => toEntry(directive.split(' '))));
}

function toEntry([name = '', ...sources]: string[]): readonly [string, readonly string[]] {
  return [name, sources];
}

/** The policy as a header, the place of the nonce filled in. */
export function toHeader(policy: Policy, nonce: string): string {
  const directives = [...policy].map(([name, sources]) => [name, ...sources].join(' '));
  return directives.join('; ').replaceAll(PLACEHOLDER, nonce);
}

/** The policy without a directive, or without one of its sources. */
export function without(policy: Policy, directive: string, source?: string): Policy {
  const rest = new Map(policy);
  const sources = rest.get(directive);
  if (!sources) throw new Error(`The policy has no ${directive}.`);
  if (source === undefined) rest.delete(directive);
  else
    rest.set(
      directive,
      sources.filter((other) => other !== source),
    );
  return rest;
}

/** The policy with one more source in a directive. */
export function including(policy: Policy, directive: string, source: string): Policy {
  return new Map(policy).set(directive, [...(policy.get(directive) ?? []), source]);
}
