import {extname} from 'node:path';

/** The entries of the pages: sync and the login button; all elements; what a callback page needs; everything at once. */
export type Entry = 'main' | 'all' | 'callback' | 'eager';

/** Below which path the site has what was built. */
export const BASE = '/built/';

/** What a builder has made of the pages' entries. */
export interface Built {
  /** The tags by which a page has an entry. */
  head(entry: Entry, nonce: string): string;
  /** What the site answers to a request for a path below {@link BASE}. */
  answer(path: string): Promise<Response>;
  close?(): Promise<void>;
}

/** What a builder is asked for: entries of the site, as one build. */
export interface BuildRequest {
  /** Holds the entries and the package. */
  readonly folder: string;
  readonly entries: readonly Entry[];
  readonly apiUrl: string;
}

export interface Builder {
  build(request: BuildRequest): Promise<Built>;
  /** Parts that are imported later are files of their own. */
  readonly hasChunks: boolean;
  /** Else the policy says `'strict-dynamic'` too: what a trusted script fetches is trusted. */
  readonly isByNonceAlone?: boolean;
  /** The entry with everything is left to other builders: it is one graph of imports, whoever follows it. */
  readonly isPartsOnly?: boolean;
  /** What is in the address of a file, if it was built in this way. */
  readonly mark?: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
};

export function toFileResponse(name: string, content: string | Uint8Array | undefined): Response {
  if (content === undefined) return new Response(null, {status: 404});
  const body = typeof content === 'string' ? content : new Uint8Array(content);
  return new Response(body, {headers: {'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream'}});
}

/** A build's own files, by their names. */
export function serveFiles(
  files: ReadonlyMap<string, string | Uint8Array>,
  head: (entry: Entry, nonce: string) => string,
): Built {
  return {
    head,
    answer: (path) => Promise.resolve(toFileResponse(path, files.get(path))),
  };
}

export const renderModule = (entry: Entry, nonce: string): string =>
  `<script type="module" nonce="${nonce}" src="${BASE}${entry}.js"></script>`;

export const renderClassic = (entry: Entry, nonce: string): string =>
  `<script defer nonce="${nonce}" src="${BASE}${entry}.js"></script>`;
