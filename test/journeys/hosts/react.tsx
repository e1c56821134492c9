import {StrictMode, useEffect, useState, useSyncExternalStore} from 'react';
import {createRoot} from 'react-dom/client';
import 'kakao-sync-widget/define';
import {createKakaoSync, type KakaoSync} from 'kakao-sync-widget/client';
import type {} from 'kakao-sync-widget/react';

const root = document.getElementById('root');
const read = (name: string): string => root?.getAttribute(name) ?? '';
const config = {
  appKey: read('app-key'),
  endpoint: read('endpoint'),
  redirectUri: read('redirect-uri'),
  emulator: read('emulator'),
};
const client = createKakaoSync(config);

/** The widget as a hook. */
function useKakaoSync({state, subscribe}: KakaoSync) {
  return useSyncExternalStore(subscribe, () => state);
}

function Member() {
  const [{session}, setState] = useState(client.state);
  useEffect(() => client.subscribe(setState), []);
  return <p>{session.status === 'signed-in' ? `회원: ${session.member.name ?? ''}` : '손님'}</p>;
}

function App() {
  const {flow} = useKakaoSync(client);
  useEffect(() => void client.start(), []);
  return (
    <>
      <kakao-sync
        app-key={config.appKey}
        endpoint={config.endpoint}
        redirect-uri={config.redirectUri}
        emulator={config.emulator}
      />
      <h1>온달 {flow.status}</h1>
      <kakao-login-button label="start" />
      <Member />
    </>
  );
}

if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
