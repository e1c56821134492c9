/** A term of the service, as registered for Kakao Sync. */
export interface ServiceTerm {
  readonly tag: string;
  readonly title: string;
  readonly required: boolean;
  readonly url?: string;
}

type UnknownRecord = Readonly<Partial<Record<string, unknown>>>;

/** @throws {Error} that names the first term which Kakao's console would refuse. */
export function readTerms(terms: readonly ServiceTerm[]): readonly ServiceTerm[] {
  const read = terms.map((term) => readTerm({...term}));
  const doubled = read.find(({tag}, index) => read.findIndex((term) => term.tag === tag) !== index);
  if (doubled) throw new Error(`There are two terms "${doubled.tag}".`);
  return read;
}

/**
 * Reads a term: `tag`, `title` (default: the tag), `required` (default: true), `url` (empty: none).
 * @throws {Error} that names the first field which is missing or malformed.
 */
export function readTerm({tag, title = tag, required = true, url}: UnknownRecord): ServiceTerm {
  // Requests name tags in a comma-separated list.
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

/** The tags that no term has, each once. */
export function findUnknownTags(terms: readonly ServiceTerm[], tags: readonly string[]): readonly string[] {
  return [...new Set(tags)].filter((tag) => !terms.some((term) => term.tag === tag));
}

function readProtocol(address: string): string {
  try {
    return new URL(address).protocol;
  } catch {
    return '';
  }
}

/**
 * Adds a term at the end.
 * @throws {Error} if the tag is taken or a field is malformed.
 */
export function withTerm(terms: readonly ServiceTerm[], fields: UnknownRecord): readonly ServiceTerm[] {
  return readTerms([...terms, readTerm(fields)]);
}

/**
 * Changes the given fields of a term.
 * @throws {Error} if there is no such term or a field is malformed.
 */
export function withChangedTerm(
  terms: readonly ServiceTerm[],
  tag: string,
  fields: UnknownRecord,
): readonly ServiceTerm[] {
  const before = getTermOrThrow(terms, tag);
  const changes = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const after = readTerm({...before, ...changes, tag});
  return terms.map((term) => (term === before ? after : term));
}

/**
 * Removes a term.
 * @throws {Error} if there is no such term.
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
