import {VERSION} from '../../../shared/version.js';
import type {KakaoSyncState} from '../../../client/state/state.js';

interface ReportedPage {
  readonly client?: {readonly config: object; readonly state: KakaoSyncState};
}

/** The report of a hosted shop's page. The app key in it is public, and not told all the same. */
export function toDebugReport({client}: ReportedPage): string {
  const {flow, session} = client?.state ?? {};
  return JSON.stringify(
    {
      version: VERSION,
      page: {origin: location.origin, path: location.pathname},
      config: {...client?.config, appKey: undefined},
      session: session?.status ?? null,
      flow: flow ?? null,
      browser: {userAgent: navigator.userAgent},
    },
    null,
    2,
  );
}
