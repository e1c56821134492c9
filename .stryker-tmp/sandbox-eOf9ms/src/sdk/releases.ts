/** A release of Kakao's JavaScript SDK: its number and the integrity value of its file. */
export interface SdkRelease {
  readonly version: string;
  /** Subresource Integrity, `sha384-…`. */
  readonly integrity: string;
}

/** The release that is loaded where none is named. */
export const DEFAULT_SDK_VERSION = '2.7.4';

/** Its file was compared with the published value. Any other release needs its value beside it. */
const DEFAULT_INTEGRITY = 'sha384-DKYJZ8NLiK8MN4/C5P2dtSmLQ4KwPaoqAfyA/DfmEc1VDxu4yyC7wy6K1Hs90nka';

/** The release with this number, its integrity the default one's unless it is given; null where there is none. */
export function readSdkRelease(
  version = DEFAULT_SDK_VERSION,
  integrity = version === DEFAULT_SDK_VERSION ? DEFAULT_INTEGRITY : '',
): SdkRelease | null {
  return /^2\.\d+\.\d+$/.test(version) && /^sha(256|384|512)-[\w+/]+=*$/.test(integrity) ? {version, integrity} : null;
}
