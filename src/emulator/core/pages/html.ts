/** Markup that is safe to send. Only {@link html} creates it. */
export class Html {
  readonly #text: string;

  constructor(parts: readonly string[]) {
    this.#text = parts.join('');
  }

  toString(): string {
    return this.#text;
  }
}

type Insertion = Html | string | number | null | false | readonly Insertion[];

/** Creates markup from a template. Inserted text is escaped, quotes included; inserted markup is not. */
export function html(strings: TemplateStringsArray, ...insertions: readonly Insertion[]): Html {
  return new Html(strings.flatMap((text, index) => [text, toMarkup(insertions[index] ?? null)]));
}

function toMarkup(insertion: Insertion): string {
  if (insertion === null || insertion === false) return '';
  if (insertion instanceof Html) return insertion.toString();
  if (typeof insertion === 'string' || typeof insertion === 'number') return escapeText(String(insertion));
  return insertion.map(toMarkup).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
