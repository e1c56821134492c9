/** The session resource. */
export const SESSION_PATH = '/api/kakao/session';

/** What a page without script would have the widget send: the end of the session of whoever sent a request. */
export function toLogoutRequest(request: Request, origin: string): Request {
  const headers = {...toHeaders(request, origin), 'Content-Type': 'application/json'};
  return new Request(new URL(SESSION_PATH, origin), {method: 'POST', headers, body: '{"purpose":"logout"}'});
}

/** Asks how whoever sent a request stands to a channel. */
export function toRelationRequest(request: Request, origin: string, channel: string): Request {
  const headers = toHeaders(request, origin);
  return new Request(new URL(`${SESSION_PATH}?channel=${channel}`, origin), {headers});
}

function toHeaders(request: Request, origin: string): Record<string, string> {
  return {'X-Kakao-Sync': '1', Origin: origin, Cookie: request.headers.get('Cookie') ?? ''};
}
