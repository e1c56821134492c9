'use client';
import {useRouter} from 'next/navigation';
import {createElement, type ReactElement} from 'react';
import {KakaoReturn as RouterReturn, type KakaoReturnProps} from './react.js';

/**
 * Lets Next's app router finish logins: the page where a login ends is shown without a load, and server components are drawn
 * anew, after a logout too. Put it once into the root layout.
 *
 * @param props `basePath` as in `next.config`, if there is one
 * @example
 * export default function Layout({children}) {
 *   return (
 *     <html lang="ko">
 *       <body>
 *         <KakaoReturn />
 *         {children}
 *       </body>
 *     </html>
 *   );
 * }
 */
export function KakaoReturn({basePath}: Pick<KakaoReturnProps, 'basePath'>): ReactElement {
  const {replace, refresh} = useRouter();
  return createElement(RouterReturn, {navigate: replace, refresh, basePath});
}
