'use client';
import {type DetailedHTMLProps, type HTMLAttributes, useEffect} from 'react';
import type {KakaoReturnEvent} from '../client/state/events.js';
import type {KakaoSyncJsxElements} from '../jsx.js';
import {toRoute} from './route.js';

/** What React has for every element. */
type ReactAttributes = DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement>;

declare module 'react' {
  // React looks its elements up there.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace JSX {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an augmentation
    interface IntrinsicElements extends KakaoSyncJsxElements<ReactAttributes> {}
  }
}

/** What {@link KakaoReturn} is given. */
export interface KakaoReturnProps {
  /**
   * Has the router go to a page.
   *
   * @param to its path with query and fragment, without `basePath`
   */
  readonly navigate: (to: string) => void;
  /** Has what shows who is signed in be drawn anew, after a return and after a logout. */
  readonly refresh?: (() => void) | undefined;
  /** The path that the router adds to each page's, such as `/shop`. A page outside it is loaded. Default: none. */
  readonly basePath?: string | undefined;
}

/**
 * Lets a router finish logins: it draws nothing, and hands `kakao-return` on, so that the page where a login ends is shown
 * without a load. Put it once into what is drawn for every page, the callback's too.
 *
 * @returns null
 * @example
 * const navigate = useNavigate();
 * return <KakaoReturn navigate={(to) => void navigate(to, {replace: true})} />;
 */
export function KakaoReturn({navigate, refresh, basePath = ''}: KakaoReturnProps): null {
  useEffect(() => {
    const goOn = (event: KakaoReturnEvent): void => {
      const to = toRoute(event.detail.to, basePath);
      if (event.defaultPrevented || to === null) return;
      event.preventDefault();
      navigate(to);
      refresh?.();
    };
    const drawAnew = (): void => refresh?.();
    document.addEventListener('kakao-return', goOn);
    document.addEventListener('kakao-logout', drawAnew);
    return () => {
      document.removeEventListener('kakao-return', goOn);
      document.removeEventListener('kakao-logout', drawAnew);
    };
  }, [navigate, refresh, basePath]);
  return null;
}
