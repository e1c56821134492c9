/** A term of the service, as registered for Kakao Sync. */
export interface ServiceTerm {
  readonly tag: string;
  readonly title: string;
  readonly required: boolean;
  readonly url?: string;
}

type Fields = Readonly<Partial<Record<string, unknown>>>;

/** @throws {Error} naming the first term that Kakao's console would refuse. */
export function readTerms(terms: readonly ServiceTerm[]): readonly ServiceTerm[] {
  const read = terms.map((term) => readTerm({...term}));
  const doubled = read.find(({tag}, index) => read.findIndex((term) => term.tag === tag) !== index);
  if (doubled) throw new Error(`There are two terms "${doubled.tag}".`);
  return read;
}

/**
 * A term from what is given: `tag`, `title` (default: the tag), `required` (default: true), `url` (empty: none).
 * @throws {Error} naming the field that is missing or of another form.
 */
export function readTerm({tag, title = tag, required = true, url}: Fields): ServiceTerm {
  // A request names tags in a list with commas.
  if (typeof tag !== 'string' || !/^[\w.-]{1,64}$/.test(tag)) {
    throw new Error('"tag" is 1 to 64 letters, digits, dots, - or _.');
  }
  if (typeof title !== 'string' || title === '' || title.length > 200) throw new Error('"title" is a text.');
  if (typeof required !== 'boolean') throw new Error('"required" is true or false.');
  if (url === undefined || url === '') return {tag, title, required};
  if (typeof url !== 'string' || !/^https?:$/.test(readProtocol(url))) {
    throw new Error('"url" is an absolute http(s) address.');
  }
  return {tag, title, required, url};
}

function readProtocol(address: string): string {
  try {
    return new URL(address).protocol;
  } catch {
    return '';
  }
}

/**
 * The terms with one more at the end.
 * @throws {Error} where the tag is taken or a field is of another form.
 */
export function withTerm(terms: readonly ServiceTerm[], fields: Fields): readonly ServiceTerm[] {
  return readTerms([...terms, readTerm(fields)]);
}

/**
 * The terms with one of them changed in what is given.
 * @throws {Error} where there is no such term or a field is of another form.
 */
export function withChangedTerm(terms: readonly ServiceTerm[], tag: string, fields: Fields): readonly ServiceTerm[] {
  const before = getTermOrThrow(terms, tag);
  const changes = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const after = readTerm({...before, ...changes, tag});
  return terms.map((term) => (term === before ? after : term));
}

/**
 * The terms without one of them.
 * @throws {Error} where there is no such term.
 */
export function withoutTerm(terms: readonly ServiceTerm[], tag: string): readonly ServiceTerm[] {
  const gone = getTermOrThrow(terms, tag);
  return terms.filter((term) => term !== gone);
}

function getTermOrThrow(terms: readonly ServiceTerm[], tag: string): ServiceTerm {
  const term = terms.find((candidate) => candidate.tag === tag);
  if (term) return term;
  throw new Error(`There is no term "${tag}". Known: ${terms.map((known) => known.tag).join(', ')}.`);
}
