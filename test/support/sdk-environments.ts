import type {Browser} from 'playwright-core';
import {openBrowser} from './browser.js';
import {createKakaoHosts} from './kakao-hosts.js';
import {shareBrowser} from './shared-browser.js';
import {findRealSdk, type SdkSource} from './sdk-source.js';
import {type Site, type SiteOptions, startSite} from './site.js';

/** Where journeys through Kakao's SDK play: with which file of it, and at which addresses of Kakao's. */
export interface SdkEnvironment {
  readonly name: string;
  open(options?: Omit<SiteOptions, 'atKakaoHosts'>): Promise<{readonly browser: Browser; readonly site: Site}>;
}

/** At Kakao's own host names over TLS, with the file unmodified behind its hash: no page names an emulator. */
export function atKakaoHosts(sdk: SdkSource): SdkEnvironment {
  return {
    name: `${sdk.name} ${sdk.version}`,
    async open(options) {
      const {tls, toBrowserArgs} = await createKakaoHosts();
      const site = await startSite({...options, atKakaoHosts: {tls, sdk}});
      return {site, browser: await openBrowser({args: toBrowserArgs(site.kakaoPort)})};
    },
  };
}

const AT_EMULATOR: SdkEnvironment = {
  name: 'the stand-in',
  async open(options) {
    const [browser, site] = await Promise.all([shareBrowser(), startSite(options)]);
    return {browser, site};
  },
};

/** The stand-in, as if it were Kakao's file. */
export const STAND_IN = atKakaoHosts({name: 'the stand-in', version: '2.7.9'});

const real = await findRealSdk();

/** The real file's environment, where there is one. */
export const REAL_SDK_ENVIRONMENTS: readonly SdkEnvironment[] = real ? [atKakaoHosts(real)] : [];

/** The stand-in at the emulator's own address, and the real file's environment where there is one. */
export const SDK_ENVIRONMENTS: readonly SdkEnvironment[] = [AT_EMULATOR, ...REAL_SDK_ENVIRONMENTS];
