import {actOutFault} from './control/act-out-fault.js';
import {toList} from './http/parameters.js';
import {toRedirect, toRefusal, USER_IDS} from './http/responses.js';
import type {Fault, FaultPoint} from './faults/faults.js';
import type {RequestCounts} from './store/request-log.js';
import {handleAccountLogout, handleAccountLogoutSubmit} from './oauth/account-logout.js';
import {handleAuthorize, handleConsent} from './oauth/authorize.js';
import {handleChannelHome, handleChannelHomeSubmit} from './talk/channel-home.js';
import {handleChannels, handleChannelsOfMany} from './api/channels.js';
import {handleRevokeScopes, handleRevokeTerms, handleScopes, handleUpgradeTerms} from './api/consents.js';
import {
  handleAddCustomers,
  handleCreateCustomerFile,
  handleCustomerFiles,
  handleRemoveCustomers,
} from './api/customer-files.js';
import {handleControl} from './control/control.js';
import {handleAgt, handleFollow, handleFollowSubmit, handleProxy} from './talk/follow-channel.js';
import {handleLogin} from './oauth/login.js';
import {handlePicture} from './api/picture.js';
import {
  CONNECTED_SERVICES,
  handleConnectedServices,
  handleConnectedServicesSubmit,
} from './account/connected-services.js';
import {handleScheme} from './talk/scheme.js';
import {handleCodeJson} from './talk/talk.js';
import {handleSdk} from './sdk/sdk.js';
import {handleTerms} from './api/terms.js';
import {handleToken} from './oauth/token.js';
import {handleShippingAddresses} from './api/shipping-addresses.js';
import {handleUserIds, handleUsers} from './api/users.js';
import {handleApiLogout, handleTokenInfo, handleUnlink, handleUser} from './api/user.js';
import {handleSdkError, handleValidateSdk} from './api/validate-sdk.js';
import {handleDiscovery, handleJwks} from './oauth/well-known.js';
import {isKakaoHost, isLoopbackHost} from './base/hosts.js';
import type {RequestContext} from './http/emulator-context.js';
import {type EmulatorRequest, EmulatorResponse} from './base/messages.js';

interface Route {
  /** Kakao's hosts that have this path. */
  readonly host: string | readonly string[];
  readonly path: string | RegExp;
  readonly methods: readonly string[];
  readonly handle: (context: RequestContext, fault: Fault | null) => EmulatorResponse | Promise<EmulatorResponse>;
  readonly point?: FaultPoint;
  readonly count?: keyof RequestCounts;
}

const KAUTH = 'kauth.kakao.com';
const KAPI = 'kapi.kakao.com';
const APPS = 'apps.kakao.com';
const PF = 'pf.kakao.com';

const ROUTES: readonly Route[] = [
  {
    host: KAUTH,
    path: '/oauth/authorize',
    methods: ['GET'],
    handle: handleAuthorize,
    point: 'authorize',
    count: 'authorize',
  },
  {host: [KAUTH, APPS, PF], path: '/login', methods: ['POST'], handle: handleLogin},
  {host: KAUTH, path: '/oauth/consent', methods: ['POST'], handle: handleConsent},
  {host: KAUTH, path: '/oauth/token', methods: ['POST'], handle: handleToken, point: 'token', count: 'token'},
  {
    host: KAUTH,
    path: '/oauth/logout',
    methods: ['GET'],
    handle: handleAccountLogout,
    point: 'account-logout',
    count: 'accountLogout',
  },
  {host: KAUTH, path: '/oauth/logout', methods: ['POST'], handle: handleAccountLogoutSubmit},
  {host: KAUTH, path: '/.well-known/jwks.json', methods: ['GET'], handle: handleJwks, point: 'jwks', count: 'jwks'},
  {
    host: KAUTH,
    path: '/.well-known/openid-configuration',
    methods: ['GET'],
    handle: handleDiscovery,
    point: 'discovery',
    count: 'discovery',
  },
  {
    host: KAUTH,
    path: '/apiweb/code.json',
    methods: ['GET'],
    handle: handleCodeJson,
    point: 'code.json',
    count: 'codeJson',
  },
  {host: KAPI, path: '/v2/user/me', methods: ['GET', 'POST'], handle: handleUser, point: 'user', count: 'user'},
  {
    host: KAPI,
    path: '/v1/user/access_token_info',
    methods: ['GET'],
    handle: handleTokenInfo,
    point: 'token-info',
  },
  {host: KAPI, path: '/v2/app/users', methods: ['GET'], handle: handleUsers, point: 'users', count: 'users'},
  {host: KAPI, path: USER_IDS, methods: ['GET'], handle: handleUserIds, point: 'user-ids', count: 'userIds'},
  {
    host: KAPI,
    path: '/v1/user/shipping_address',
    methods: ['GET'],
    handle: handleShippingAddresses,
    point: 'shipping-addresses',
    count: 'shippingAddresses',
  },
  {host: KAPI, path: '/v2/user/service_terms', methods: ['GET'], handle: handleTerms, point: 'terms', count: 'terms'},
  {host: KAPI, path: '/v2/user/scopes', methods: ['GET'], handle: handleScopes, point: 'scopes'},
  {host: KAPI, path: '/v2/user/revoke/scopes', methods: ['POST'], handle: handleRevokeScopes, point: 'revoke-scopes'},
  {
    host: KAPI,
    path: '/v2/user/revoke/service_terms',
    methods: ['POST'],
    handle: handleRevokeTerms,
    point: 'revoke-terms',
  },
  {
    host: KAPI,
    path: '/v2/user/upgrade/service_terms',
    methods: ['POST'],
    handle: handleUpgradeTerms,
    point: 'upgrade-terms',
  },
  {
    host: KAPI,
    path: '/v2/api/talk/channels',
    methods: ['GET'],
    handle: handleChannels,
    point: 'channels',
    count: 'channels',
  },
  {
    host: KAPI,
    path: '/v2/api/talk/channels/multi',
    methods: ['GET'],
    handle: handleChannelsOfMany,
    point: 'channels-of-many',
  },
  {
    host: KAPI,
    path: '/v1/talkchannel/create/target_user_file',
    methods: ['POST'],
    handle: handleCreateCustomerFile,
    point: 'create-customer-file',
    count: 'customerFiles',
  },
  {
    host: KAPI,
    path: '/v1/talkchannel/target_user_file',
    methods: ['GET'],
    handle: handleCustomerFiles,
    point: 'customer-files',
    count: 'customerFiles',
  },
  {
    host: KAPI,
    path: '/v1/talkchannel/update/target_users',
    methods: ['POST'],
    handle: handleAddCustomers,
    point: 'add-customers',
    count: 'customerFiles',
  },
  {
    host: KAPI,
    path: '/v1/talkchannel/delete/target_users',
    methods: ['POST'],
    handle: handleRemoveCustomers,
    point: 'remove-customers',
    count: 'customerFiles',
  },
  {host: KAPI, path: '/v1/user/logout', methods: ['POST'], handle: handleApiLogout, point: 'logout', count: 'logout'},
  {host: KAPI, path: '/v1/user/unlink', methods: ['POST'], handle: handleUnlink, point: 'unlink', count: 'unlink'},
  {host: KAPI, path: '/v1/app/validate/sdk', methods: ['POST'], handle: handleValidateSdk},
  {host: KAUTH, path: '/api/agt', methods: ['POST'], handle: handleAgt},
  {host: APPS, path: '/proxy', methods: ['GET'], handle: handleProxy},
  {host: APPS, path: '/talk/channel/follow', methods: ['GET'], handle: handleFollow},
  {host: APPS, path: '/talk/channel/follow', methods: ['POST'], handle: handleFollowSubmit},
  {host: APPS, path: CONNECTED_SERVICES, methods: ['GET'], handle: handleConnectedServices},
  {host: APPS, path: CONNECTED_SERVICES, methods: ['POST'], handle: handleConnectedServicesSubmit},
  {host: PF, path: /^\/_\w+(\/(friend|chat))?$/, methods: ['GET'], handle: handleChannelHome},
  {host: PF, path: /^\/_\w+(\/(friend|chat))?$/, methods: ['POST'], handle: handleChannelHomeSubmit},
  {host: PF, path: /^\/_\w+\/sdk_error$/, methods: ['GET'], handle: handleSdkError},
  {host: 'talk-apps.kakao.com', path: /^\/scheme\//, methods: ['GET'], handle: handleScheme},
  {
    host: 't1.kakaocdn.net',
    path: /^\/kakao_js_sdk\/[\d.]+\/kakao\.min\.js$/,
    methods: ['GET'],
    handle: handleSdk,
    point: 'sdk',
    count: 'sdk',
  },
  {
    host: ['k.kakaocdn.net', KAUTH, APPS, PF],
    path: /^\/dn\/[^/]+\/img_\w+\.svg$/,
    methods: ['GET'],
    handle: handlePicture,
  },
];

/**
 * Answers a request by its route.
 * @throws {ConnectionReset} if a planned fault resets the connection.
 */
export async function route(context: RequestContext): Promise<EmulatorResponse> {
  const {request, url} = context;
  if (/^\/__emulator(\/|$)/.test(url.pathname)) {
    return isLoopbackHost(url.hostname) ? handleControl(context) : toRefusal(context, 404, 'no such path');
  }
  if (url.pathname === '/' && isLoopbackHost(url.hostname)) return toRedirect('/__emulator');
  const candidates = ROUTES.filter(({path, host}) => isPath(path, url.pathname) && isHost(host, url));
  const [first] = candidates;
  if (!first) return toRefusal(context, 404, `Kakao has no ${url.pathname} at this host, or the emulator not yet.`);
  const found = candidates.find(({methods}) => methods.includes(request.method));
  if (request.method === 'OPTIONS' && first.host === KAPI) return toPreflight(request);
  return found ? run(context, found) : toWrongMethod(context, candidates);
}

async function run(context: RequestContext, {point, count, handle, host}: Route): Promise<EmulatorResponse> {
  const {log, faults} = context.emulator;
  if (count) log.counts[count] += 1;
  const fault = point ? faults.take(point) : null;
  const failure = fault && point ? await actOutFault(context, point, fault) : null;
  const response = failure ?? (await handle(context, fault));
  if (host === KAPI) response.headers.set('access-control-allow-origin', '*');
  return response;
}

function toWrongMethod(context: RequestContext, candidates: readonly Route[]): EmulatorResponse {
  const allowed = candidates.flatMap(({methods}) => methods);
  const response = toRefusal(context, 405, `${context.url.pathname} is asked with ${allowed.join(' or ')}.`);
  response.headers.set('allow', allowed.join(', '));
  return response;
}

/** Each of Kakao's hosts has its own paths; a loopback host has all of them. */
function isHost(host: Route['host'], url: URL): boolean {
  return !isKakaoHost(url) || (typeof host === 'string' ? host === url.hostname : host.includes(url.hostname));
}

function isPath(path: string | RegExp, pathname: string): boolean {
  return typeof path === 'string' ? path === pathname : path.test(pathname);
}

/** The headers that the SDK sends with each call of kapi. */
const ALLOWED_HEADERS = ['authorization', 'ka', 'cache-control', 'pragma', 'content-type'];

function toPreflight(request: EmulatorRequest): EmulatorResponse {
  const names = toList(request.headers.get('access-control-request-headers')).map((name) => name.toLowerCase());
  if (!names.every((name) => ALLOWED_HEADERS.includes(name))) return new EmulatorResponse(null, {status: 403});
  return new EmulatorResponse(null, {
    status: 204,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': ALLOWED_HEADERS.join(', '),
      'access-control-max-age': '600',
    },
  });
}
