import 'kakao-sync-widget/define';
import type {KakaoSyncJsxElements} from 'kakao-sync-widget/jsx';
import type {ReactElement} from 'react';

declare module 'react' {
  // React looks its elements up there.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace JSX {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type
    interface IntrinsicElements extends KakaoSyncJsxElements {}
  }
}

export function App(): ReactElement {
  return (
    <>
      <kakao-sync app-key="0123456789abcdef0123456789abcdef" endpoint="/api" redirect-uri="/kakao/callback" />
      <kakao-login-button layout="short" last-used />
      <kakao-login-button purpose="link" />
      <kakao-terms-consent tags="privacy,marketing" scope="shipping_address" auto />
      <kakao-channel-button action="chat" channel-public-id="_ZeUTxl" size="small" />
      <kakao-account picture kakao-logout>
        <kakao-login-button slot="signed-out" />
      </kakao-account>
    </>
  );
}
