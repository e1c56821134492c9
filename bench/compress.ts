import {brotliCompressSync, constants, gzipSync} from 'node:zlib';

/** Bytes of one file, as a browser would get them. */
export interface Size {
  readonly raw: number;
  readonly gzip: number;
  readonly brotli: number;
}

export function toBrotli(text: string): Buffer {
  return brotliCompressSync(text, {params: {[constants.BROTLI_PARAM_QUALITY]: 11}});
}

export function toSize(text: string): Size {
  const bytes = Buffer.from(text);
  return {raw: bytes.length, gzip: gzipSync(bytes, {level: 9}).length, brotli: toBrotli(text).length};
}
