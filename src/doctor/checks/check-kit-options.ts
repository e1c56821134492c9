import {createKakaoServer} from '../../server/create-kakao-server.js';
import {find, type Finding} from '../base/finding.js';
import type {SiteSettings, Value} from '../settings/site-settings.js';
import {toReason} from './reason.js';

/** Gives the settings to the kit together, which refuses what does not go with each other. Only if each is good alone. */
export function checkKitOptions(settings: SiteSettings): readonly Finding[] {
  const {restApiKey, javascriptKey, clientSecret, redirectUris, site, sessionKey, emulator, adminKey, channel} =
    settings;
  const uris = redirectUris.map(({text}) => text);
  const origins = site?.text ? [site.text] : uris.map((uri) => new URL(uri).origin);
  const rest = restApiKey?.text && {
    clientId: restApiKey.text,
    ...(clientSecret?.text && {secret: clientSecret.text}),
  };
  const script = javascriptKey?.text && {clientId: javascriptKey.text, ...(rest && {exchangeAs: rest.clientId})};
  try {
    createKakaoServer({
      keys: [rest, script].filter((key) => typeof key === 'object'),
      redirectUris: uris,
      allowedOrigins: origins,
      sessionKeys: sessionKey?.text ? [sessionKey.text] : [],
      ...(emulator?.text && {emulator: emulator.text}),
      ...(adminKey?.text && {adminKey: adminKey.text, ...(channel?.text && {channels: [channel.text]})}),
      findMember: () => null,
      signUp: () => ({id: ''}),
      readMember: () => null,
    });
    return [];
  } catch (error) {
    const reason = toReason(error);
    return [find('options_refused', findPlace(reason, {allowedOrigins: site, emulator, channels: channel}), {reason})];
  }
}

/** Where the value of an option is, by the option's name at the beginning of the kit's sentence. */
function findPlace(reason: string, values: Readonly<Record<string, Value | null>>): string {
  const option = Object.keys(values).find((name) => reason.startsWith(name));
  return (option === undefined ? undefined : values[option]?.where) ?? 'createKakaoServer()';
}
