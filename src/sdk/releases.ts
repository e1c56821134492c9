/** A release of Kakao's JavaScript SDK: its number and the integrity value of its file. */
export interface SdkRelease {
  readonly version: string;
  /** Subresource Integrity, `sha384-…`. */
  readonly integrity: string;
}

/** Releases whose file was compared with its published integrity value. Any other release needs its value beside it. */
const CHECKED = new Map([
  ['2.7.4', 'DKYJZ8NLiK8MN4/C5P2dtSmLQ4KwPaoqAfyA/DfmEc1VDxu4yyC7wy6K1Hs90nka'],
  ['2.7.1', 'kDljxUXHaJ9xAb2AzRd59KxjrFjzHa5TAoFQ6GbYTCAG0bjM55XohjjDT7tDDC01'],
  ['2.5.0', 'kYPsUbBPlktXsY6/oNHSUDZoTX6+YI51f63jCPEIPFP09ttByAdxd2mEjKuhdqn4'],
]);

/** The release that is loaded where none is named. */
export const DEFAULT_SDK_VERSION = '2.7.4';

/** The release with this number, its integrity taken from our table unless it is given; null where there is none. */
export function readSdkRelease(version = DEFAULT_SDK_VERSION, integrity?: string): SdkRelease | null {
  const value = integrity ?? `sha384-${CHECKED.get(version) ?? ''}`;
  return /^2\.\d+\.\d+$/.test(version) && /^sha(256|384|512)-[\w+/]+=*$/.test(value)
    ? {version, integrity: value}
    : null;
}
