import type {Release} from '../outputs/outputs.js';
import {VERSION} from '../../../src/shared/version.js';

/** What vite.config.ts has read from `dist/tag/<version>/integrity.json`; null if nothing has been built. */
declare const KAKAO_SYNC_INTEGRITY: Readonly<Record<string, string>> | null;

/** `KAKAO_SYNC_CDN` of the build: where the release's files are on a CDN; an empty text if they are on none. */
declare const KAKAO_SYNC_CDN: string;

export const CDN = KAKAO_SYNC_CDN;

export const RELEASE_VERSION = VERSION;

/** The release whose files are to be copied; null if there is none. */
export const RELEASE: Release | null =
  KAKAO_SYNC_INTEGRITY === null ? null : {version: VERSION, integrity: KAKAO_SYNC_INTEGRITY};
