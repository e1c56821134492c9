import 'kakao-sync-widget/define';
import type {KakaoSyncJsxElements} from 'kakao-sync-widget/jsx';
import {type ReactElement, useRef} from 'react';

declare module 'react' {
  // React looks its elements up there.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace JSX {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an augmentation
    interface IntrinsicElements extends KakaoSyncJsxElements<
      DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement>
    > {}
  }
}

export function App({names}: {names: string[]}): ReactElement {
  const button = useRef<HTMLElement>(null);
  return (
    <>
      <kakao-sync
        app-key="0123456789abcdef0123456789abcdef"
        endpoint="/api"
        redirect-uri="/kakao/callback"
        onkakao-login-success={({detail}) => names.push(detail.member.name ?? '')}
        onkakao-return={(event) => {
          event.preventDefault();
          names.push(event.detail.to);
        }}
      />
      <kakao-login-button layout="short" last-used ref={button} key="first" style={{width: 300}} class="wide" />
      <kakao-login-button
        purpose="link"
        className="wide"
        title="카카오"
        tabIndex={0}
        role="group"
        aria-label="카카오"
        aria-hidden={false}
        data-place="header"
        onClick={({currentTarget}) => names.push(currentTarget.title)}
        onkakao-login-start={({detail}) => names.push(detail.purpose)}
      />
      <kakao-terms-consent tags="privacy,marketing" scope="shipping_address" auto />
      <kakao-channel-button
        action="chat"
        channel-public-id="_ZeUTxl"
        size="small"
        onkakao-channel-result={({detail}) => names.push(detail.result)}
      />
      <kakao-account picture kakao-logout>
        <kakao-login-button slot="signed-out" />
      </kakao-account>
    </>
  );
}

export function Mistakes({names}: {names: string[]}): ReactElement {
  return (
    <>
      {/* @ts-expect-error not one of its layouts */}
      <kakao-login-button layout="tiny" />
      {/* @ts-expect-error no attribute */}
      <kakao-login-button appkey="0" />
      {/* @ts-expect-error a number it has to be */}
      <kakao-login-button tabIndex="first" />
      {/* @ts-expect-error not what React gives a listener */}
      <kakao-login-button onClick={(event: string) => names.push(event)} />
      {/* @ts-expect-error not in the event's detail */}
      <kakao-sync onkakao-return={({detail: {from}}) => void from} />
    </>
  );
}

type Elements = KakaoSyncJsxElements;

/** Without React, or before it is named. */
export const neutral: Elements['kakao-login-button'][] = [
  {title: '카카오', role: 'group', tabIndex: 0, 'aria-label': '카카오', 'data-place': 'header', class: 'wide'},
  {onClick: (event: MouseEvent) => event.preventDefault(), 'onkakao-login-start': ({detail}) => detail.purpose},
  // @ts-expect-error not one of its layouts
  {layout: 'tiny'},
  // @ts-expect-error no attribute
  {appkey: '0'},
  // @ts-expect-error no listener
  {onClick: 'go()'},
];
