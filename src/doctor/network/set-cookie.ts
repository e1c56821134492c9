/** A cookie that an answer sets. */
export interface SetCookie {
  readonly name: string;
  readonly value: string;
  /** The attributes, by their names in small letters. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** Reads one `Set-Cookie` line as browsers do (RFC 6265bis §5.6). */
export function readSetCookie(line: string): SetCookie {
  const [pair = '', ...rest] = line.split(';').map((part) => part.trim());
  const [name = '', value = ''] = splitOnce(pair);
  return {
    name,
    value,
    attributes: new Map(
      rest.map((part) => {
        const [attribute = '', text = ''] = splitOnce(part);
        return [attribute.toLowerCase(), text];
      }),
    ),
  };
}

/** Whether it takes the cookie away. */
export function isRemoval({attributes}: SetCookie, now = Date.now()): boolean {
  const maxAge = attributes.get('max-age');
  return maxAge === undefined ? Date.parse(attributes.get('expires') ?? '') <= now : Number(maxAge) <= 0;
}

function splitOnce(text: string): readonly string[] {
  const place = text.indexOf('=');
  return place < 0 ? [text] : [text.slice(0, place), text.slice(place + 1)];
}
