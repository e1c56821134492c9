import type {KakaoSyncState, Outcome} from '../../../../src/client/state/state.js';
import type {Settings} from '../../settings.js';

/** How the preview shows the button. */
export interface PreviewSettings {
  readonly width: 390 | 1280;
  readonly scheme: 'light' | 'dark';
  readonly locale: 'ko' | 'en' | 'ja';
  readonly state: 'normal' | 'waiting' | 'error' | 'member';
  readonly isStacked: boolean;
}

/** What the button's client holds once a login that was tried out has ended. */
export type PreviewEnd = KakaoSyncState & {readonly outcome: Outcome};

/** The state that comes closest to an end. */
export function toPreviewState({session, flow}: PreviewEnd): PreviewSettings['state'] {
  if (session.status === 'signed-in') return 'member';
  return flow.status === 'cancelled' ? 'normal' : 'error';
}

/** What the page tells its frame, and the frame the page. */
export type PreviewMessage =
  | {readonly kind: 'preview-draw'; readonly settings: Settings; readonly preview: PreviewSettings}
  | {readonly kind: 'preview-end'; readonly end: PreviewEnd}
  | {readonly kind: 'preview-ready'}
  | {readonly kind: 'preview-state'; readonly state: PreviewSettings['state']};

/** A message of this page's own, from a window that it expects; null for any other. */
export function readMessage({data, origin, source}: MessageEvent, from: unknown): PreviewMessage | null {
  const kind = (data as {kind?: unknown} | null)?.kind;
  const isOurs = origin === location.origin && source === from && typeof kind === 'string';
  return isOurs && kind.startsWith('preview-') ? (data as PreviewMessage) : null;
}
