type Fields = Record<string, unknown>;

/** The tools that the stand-in SDK gives to its channel part. */
interface ChannelTools {
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
  /** Whether this is a release or a later one. */
  isSince(release: string): boolean;
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
 * `Kakao.Channel`. Runs in the page, as the rest of the stand-in: everything it uses is inside it or given to it. It plays
 * `followChannel`, `addChannel` and `chat`. The buttons that the SDK draws itself throw when they are used.
 */
export function createStandInChannel(tools: ChannelTools): Fields {
  const {hosts, toQuery} = tools;
  const readReferer = (): string => location.origin + location.pathname + location.search;
  const loadedAt = readReferer();
  /** The page's address when the SDK was loaded; in the first releases, the address now. */
  const getReferer = (): string => (tools.isSince('2.5.0') ? loadedAt : readReferer());
  const isChannelId = (value: unknown): boolean => typeof value === 'string' && !/.\//.test(value);
  const isLanguage = (value: unknown): boolean => value === 'ko' || value === 'en' || value === 'ja';
  /** Removes the frame and the listener of the previous call. */
  let cleanUpFollow: () => void = () => undefined;

  const windows = new Map<string, Window | null>();

  /** Opens a window. The earlier one with this name is closed. */
  function openWindow(address: string, name: string, width: number, height: number): Window | null {
    windows.get(name)?.close();
    const left = Math.max(0, (screen.width - width) / 2);
    const top = Math.max(0, (screen.height - height) / 2);
    const features = `width=${width},height=${height},left=${left},top=${top},scrollbars=yes,resizable=1`;
    const opened = window.open(address, name, features);
    windows.set(name, opened);
    return opened;
  }

  function toFollowAddress(transactionId: string, publicId: string, ticket: Record<string, string> = {}): string {
    const query = toQuery({
      ...ticket,
      trans_id: transactionId,
      app_key: tools.getAppKey(),
      ka: tools.getAgent(),
      channel_public_id: publicId,
    });
    return `${hosts.apps}/talk/channel/follow?${query}`;
  }

  /** Sends the window to the follow page for the owner of the page's access token, or to an error page. */
  function sendWithTicket(popup: Window | null, transactionId: string, publicId: string, token: string): void {
    const xhr = tools.request('POST', `${hosts.kauth}/api/agt`, (status, text) => {
      if (!popup) return;
      const response = (status === 0 ? {} : JSON.parse(text)) as Fields;
      const {error} = response;
      const reason = error === 'invalid_request' || error === 'invalid_client' ? 'auth' : 'server-error';
      const query = toQuery({trans_id: transactionId, app_key: tools.getAppKey(), ka: tools.getAgent()});
      popup.location.href =
        status === 200
          ? toFollowAddress(transactionId, publicId, {agt: String(response['agt'])})
          : `${hosts.apps}/error/${reason}?${query}`;
    });
    xhr.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    xhr.send(toQuery({client_id: tools.getAppKey(), access_token: token}));
  }

  /** The result from Kakao's hidden frame. The frame is removed by the next call; before 2.7.4, when the window closes. */
  function awaitFollowed(frame: HTMLElement, popup: Window | null): Promise<Fields> {
    const isSince274 = tools.isSince('2.7.4');
    if (isSince274) cleanUpFollow();
    return new Promise<Fields>((resolve, reject) => {
      const listen = ({origin, data}: MessageEvent): void => {
        if (origin !== hosts.apps || typeof data !== 'string') return;
        const result = JSON.parse(data) as Fields;
        delete result['method'];
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as the SDK does
        if (result['code'] || result['error_code']) reject(result);
        else resolve(result);
      };
      addEventListener('message', listen);
      const cleanUp = (): void => {
        removeEventListener('message', listen);
        frame.remove();
      };
      if (isSince274) {
        cleanUpFollow = cleanUp;
        return;
      }
      const timer = setInterval(() => {
        if (!popup?.closed) return;
        clearInterval(timer);
        cleanUp();
      }, 1000);
    });
  }

  function followChannel(given?: unknown): unknown {
    const settings = tools.readSettings(
      given,
      {required: ['channelPublicId'], optional: {channelPublicId: isChannelId}},
      'Channel.followChannel',
    );
    if (tools.readDevice().isRefusingApps) {
      const refusal = {error_code: 'KAE007', error_msg: 'unsupported environment'};
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as the SDK does
      return tools.toThenable(Promise.reject<Fields>(refusal));
    }
    const publicId = settings['channelPublicId'] as string;
    const transactionId = tools.createTransactionId();
    const frame = document.createElement('iframe');
    frame.setAttribute('style', 'border:none; width:0; height:0; display:none; overflow:hidden;');
    // eslint-disable-next-line no-restricted-syntax -- as the SDK does
    frame.src = `${hosts.apps}/proxy?${toQuery({trans_id: transactionId})}`;
    document.body.appendChild(frame);
    const token = tools.getAccessToken();
    const address = token ? 'about:blank' : toFollowAddress(transactionId, publicId);
    const popup = openWindow(address, 'follow_channel', 480, 700);
    if (token) sendWithTicket(popup, transactionId, publicId, token);
    return tools.toThenable(awaitFollowed(frame, popup));
  }

  /** Opens KakaoTalk on a phone after Kakao has confirmed that this page may use the SDK. */
  function openInApp(publicId: string, kind: 'friend' | 'chat', isAndroid: boolean): void {
    const extra = JSON.stringify({referer: getReferer()});
    const path = kind === 'friend' ? `home/${publicId}/add` : `chat/${publicId}?${toQuery({extra})}`;
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
    const settings = tools.readSettings(given, rules, name);
    const publicId = settings['channelPublicId'] as string;
    const {isAndroid, isIos, isTalk} = tools.readDevice();
    const query = toQuery({
      api_ver: '1.1',
      kakao_agent: tools.getAgent(),
      app_key: tools.getAppKey(),
      referer: getReferer(),
      ...(settings['lang'] !== undefined && {lang: settings['lang'] as string}),
    });
    const address = `${hosts.pf}/${publicId}/${kind}?${query}`;
    const knowsPhones = tools.isSince('2.5.0');
    if (isTalk && knowsPhones) location.href = address;
    else if ((isAndroid || isIos) && knowsPhones) openInApp(publicId, kind, isAndroid);
    else openWindow(address, kind === 'friend' ? 'channel_add_social_plugin' : 'channel_chat_social_plugin', 350, 510);
  }

  return {
    ...(tools.isSince('2.6.0') && {followChannel}),
    addChannel: (settings?: unknown) => open(settings, 'friend', 'Channel.addChannel'),
    chat: (settings?: unknown) => open(settings, 'chat', 'Channel.chat'),
    createAddChannelButton: () => tools.refuse('Kakao.Channel.createAddChannelButton'),
    createChatButton: () => tools.refuse('Kakao.Channel.createChatButton'),
    cleanup: () => cleanUpFollow(),
  };
}
