import 'kakao-sync-widget/define';
import {KakaoReturn} from 'kakao-sync-widget/react';
import {Outlet, useNavigate} from 'react-router';

interface Settings {
  readonly 'app-key': string;
  readonly endpoint: string;
  readonly 'redirect-uri': string;
}

/** What is drawn for every page, the callback's too. */
export function Root({kakao, basename}: {kakao: Settings; basename: string}) {
  const navigate = useNavigate();
  return (
    <>
      <kakao-sync {...kakao} />
      <KakaoReturn navigate={(to) => void navigate(to, {replace: true})} basePath={basename} />
      <Outlet />
    </>
  );
}
