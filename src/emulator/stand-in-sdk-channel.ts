type Fields = Record<string, unknown>;

/** What the stand-in SDK gives to its channel part. */
export interface ChannelTools {
  readonly hosts: {
    readonly kauth: string;
    readonly kapi: string;
    readonly talk: string;
    readonly apps: string;
    readonly pf: string;
  };
  readSettings(
    settings: unknown,
    rules: {
      readonly required?: readonly string[];
      readonly optional: Readonly<Record<string, (value: unknown) => boolean>>;
    },
    name: string,
  ): Fields;
  toQuery(parameters: Record<string, string>): string;
  toThenable<T>(inner: Promise<T>): unknown;
  createTransactionId(): string;
  readDevice(): {
    readonly isAndroid: boolean;
    readonly isIos: boolean;
    readonly isTalk: boolean;
    readonly isRefusingApps: boolean;
  };
  request(method: string, url: string, onAnswer: (status: number, text: string) => void): XMLHttpRequest;
  /** The `ka` of queries and headers. */
  getAgent(): string;
  getAppKey(): string;
  getAccessToken(): string | null;
  announce(address: string): void;
  refuse(name: string): never;
}

/**
 * `Kakao.Channel`. Runs in the page, as the rest of the stand-in: everything it uses is inside it or given to it. Plays
 * `followChannel`, `addChannel` and `chat`; the buttons that the SDK draws itself throw when they are used.
 */
export function createStandInChannel(tools: ChannelTools): Fields {
  const {hosts, toQuery} = tools;
  /** As the page was when the SDK was loaded. */
  const referer = location.origin + location.pathname + location.search;
  const isText = (value: unknown): boolean => typeof value === 'string';
  // A slash after one or two characters is refused; further on it is not.
  const isChannelId = (value: unknown): boolean => typeof value === 'string' && !/^.{1,2}\//.test(value);
  const isLanguage = (value: unknown): boolean => value === 'ko' || value === 'en' || value === 'ja';
  /** Takes away the frame and the listener of the call before. */
  let cleanUpFollow: () => void = () => undefined;

  function openWindow(address: string, name: string, width: number, height: number): Window | null {
    const left = Math.max(0, (screen.width - width) / 2);
    const top = Math.max(0, (screen.height - height) / 2);
    return window.open(
      address,
      name,
      `width=${width},height=${height},left=${left},top=${top},scrollbars=yes,resizable=1`,
    );
  }

  function followChannel(given?: unknown): unknown {
    const settings = tools.readSettings(
      given,
      {required: ['channelPublicId'], optional: {channelPublicId: isText}},
      'Channel.followChannel',
    );
    if (tools.readDevice().isRefusingApps) {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as the SDK does
      return Promise.reject<Fields>({error_code: 'KAE007', error_msg: 'unsupported environment'});
    }
    cleanUpFollow();
    const transactionId = tools.createTransactionId();
    const frame = document.createElement('iframe');
    frame.setAttribute('style', 'border:none;width:0;height:0;display:none;');
    // eslint-disable-next-line no-restricted-syntax -- as the SDK does
    frame.src = `${hosts.apps}/proxy?${toQuery({trans_id: transactionId})}`;
    document.body.appendChild(frame);
    const popup = openWindow('about:blank', 'follow_channel', 480, 700);
    const token = tools.getAccessToken();
    return tools.toThenable(
      new Promise<Fields>((resolve, reject) => {
        const listen = ({origin, data}: MessageEvent): void => {
          if (origin !== hosts.apps || typeof data !== 'string') return;
          const result = JSON.parse(data) as Fields;
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as the SDK does
          if (result['code'] || result['error_code']) reject(result);
          else resolve(result);
        };
        addEventListener('message', listen);
        cleanUpFollow = () => {
          removeEventListener('message', listen);
          frame.remove();
        };
        const follow = (ticket: Record<string, string>): void => {
          const query = toQuery({
            ...ticket,
            trans_id: transactionId,
            app_key: tools.getAppKey(),
            ka: tools.getAgent(),
            channel_public_id: settings['channelPublicId'] as string,
          });
          if (popup) popup.location.href = `${hosts.apps}/talk/channel/follow?${query}`;
        };
        if (!token) {
          follow({});
          return;
        }
        const xhr = tools.request('POST', `${hosts.kauth}/api/agt`, (status, text) => {
          const answer = (status === 0 ? {} : JSON.parse(text)) as Fields;
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as the SDK does
          if (status !== 200) reject(answer);
          else follow({agt: String(answer['agt'])});
        });
        xhr.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
        xhr.send(toQuery({client_id: tools.getAppKey(), access_token: token}));
      }),
    );
  }

  /** KakaoTalk's own page on a phone, once Kakao has said that this page may use the SDK. */
  function openInApp(publicId: string, kind: 'friend' | 'chat', isAndroid: boolean): void {
    const path =
      kind === 'friend' ? `home/${publicId}/add` : `chat/${publicId}?${toQuery({extra: JSON.stringify({referer})})}`;
    const xhr = tools.request('POST', `${hosts.kapi}/v1/app/validate/sdk`, (status) => {
      const top = window.top ?? window;
      if (status !== 200) {
        top.location.href = `${hosts.pf}/${publicId}/sdk_error`;
        return;
      }
      const intent = `intent://plusfriend/${path}#Intent;scheme=kakaoplus;end;`;
      if (isAndroid) tools.announce(intent);
      top.location.href = isAndroid
        ? intent
        : `${hosts.talk}/scheme/${encodeURIComponent(`kakaoplus://plusfriend/${path}`)}`;
    });
    xhr.setRequestHeader('Authorization', `KakaoAK ${tools.getAppKey()}`);
    xhr.setRequestHeader('KA', tools.getAgent());
    xhr.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    const uri = kind === 'friend' ? '/sdk/channel/add' : '/sdk/channel/chat';
    xhr.send(toQuery({quota_properties: JSON.stringify({uri, channel_public_id: publicId})}));
  }

  function open(given: unknown, kind: 'friend' | 'chat', name: string): void {
    const rules = {required: ['channelPublicId'], optional: {channelPublicId: isChannelId, lang: isLanguage}};
    const publicId = tools.readSettings(given, rules, name)['channelPublicId'] as string;
    const {isAndroid, isIos, isTalk} = tools.readDevice();
    const query = toQuery({
      api_ver: '1.1',
      kakao_agent: tools.getAgent(),
      app_key: tools.getAppKey(),
      referer,
    });
    const address = `${hosts.pf}/${publicId}/${kind}?${query}`;
    if (isTalk) location.href = address;
    else if (isAndroid || isIos) openInApp(publicId, kind, isAndroid);
    else openWindow(address, kind === 'friend' ? 'channel_add_social_plugin' : 'channel_chat_social_plugin', 350, 510);
  }

  return {
    followChannel,
    addChannel: (settings?: unknown) => open(settings, 'friend', 'Channel.addChannel'),
    chat: (settings?: unknown) => open(settings, 'chat', 'Channel.chat'),
    createAddChannelButton: () => tools.refuse('Kakao.Channel.createAddChannelButton'),
    createChatButton: () => tools.refuse('Kakao.Channel.createChatButton'),
    cleanup: () => cleanUpFollow(),
  };
}
