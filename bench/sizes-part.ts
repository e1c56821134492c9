import {BUNDLERS, measureChunks, MODULE_ENTRIES, type ChunkSizes, type ModuleEntryName} from './chunks.js';
import type {Size} from './compress.js';
import {definePart} from './part.js';
import {ENTRIES, measureLit, measureSize, type EntryName} from './sizes.js';
import {toTable} from './statistics.js';

interface SizesResult {
  readonly inOnePiece: readonly ({readonly entry: string} & Size)[];
  readonly split: readonly ({readonly entry: string; readonly bundler: string} & ChunkSizes)[];
}

export const sizesPart = definePart<SizesResult>({
  async run() {
    const inOnePiece = [];
    for (const entry of Object.keys(ENTRIES) as EntryName[]) inOnePiece.push({entry, ...(await measureSize(entry))});
    inOnePiece.push({entry: '(Lit alone)', ...(await measureLit())});
    const split = [];
    for (const entry of Object.keys(MODULE_ENTRIES) as ModuleEntryName[]) {
      for (const bundler of BUNDLERS) split.push({entry, bundler, ...(await measureChunks(entry, bundler))});
    }
    return {inOnePiece, split};
  },
  show({inOnePiece, split}) {
    const pieces = inOnePiece.map(({entry, raw, gzip, brotli}) => [entry, raw, gzip, brotli]);
    const chunks = split.map(({entry, bundler, first, whole, files}) => [entry, bundler, first, whole, files]);
    return `## Sizes (bytes; modules bundled with Lit in one piece and minified)

${toTable(['entry', 'raw', 'gzip', 'brotli'], pieces)}

## Sizes, split by the site's own build (bytes by brotli, each file by itself, without the report)

${toTable(['entry', 'by', 'first', 'whole', 'files'], chunks)}`;
  },
});
