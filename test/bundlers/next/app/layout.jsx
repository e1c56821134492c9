import {KakaoReturn} from 'kakao-sync-widget/next';

export default function Layout({children}) {
  return (
    <html lang="ko">
      <body>
        <KakaoReturn />
        {children}
      </body>
    </html>
  );
}
