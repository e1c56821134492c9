/** A release of Kakao's JavaScript SDK: its number and the integrity value of its file. */
export interface SdkRelease {
  readonly version: string;
  /** Subresource Integrity, `sha384-…`. */
  readonly integrity: string;
}

/** The release that is loaded where none is named. */
export const DEFAULT_SDK_VERSION = '2.7.4';

/** SHA-384 of the releases whose file was compared with the published value. Any other one needs its value beside it. */
export const COMPARED_RELEASES: Readonly<Record<string, string>> = {
  '2.2.0': 'x+WG2i7pOR+oWb6O5GV5f1KN2Ko6N7PTGPS7UlasYWNxZMKQA63Cj/B2lbUmUfuC',
  '2.5.0': 'kYPsUbBPlktXsY6/oNHSUDZoTX6+YI51f63jCPEIPFP09ttByAdxd2mEjKuhdqn4',
  '2.7.1': 'kDljxUXHaJ9xAb2AzRd59KxjrFjzHa5TAoFQ6GbYTCAG0bjM55XohjjDT7tDDC01',
  '2.7.4': 'DKYJZ8NLiK8MN4/C5P2dtSmLQ4KwPaoqAfyA/DfmEc1VDxu4yyC7wy6K1Hs90nka',
};

/** The number of a release that can be loaded. */
export const SDK_VERSION = /^2\.\d+\.\d+$/;

/** An integrity value that browsers check: one that they cannot read they ignore. */
export const SDK_INTEGRITY = /^sha(256|384|512)-[\w+/]+=*$/;

/** The release with this number, its integrity ours unless it is given; null where we have none, or either is malformed. */
export function readSdkRelease(
  version = DEFAULT_SDK_VERSION,
  integrity = `sha384-${COMPARED_RELEASES[version] ?? ''}`,
): SdkRelease | null {
  return SDK_VERSION.test(version) && SDK_INTEGRITY.test(integrity) ? {version, integrity} : null;
}
