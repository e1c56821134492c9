import type {Hono} from 'hono';
import {type KakaoServer, type NodeHandler, toNodeHandler} from 'kakao-sync-widget/server';

/** For Hono, and whatever else has the web's `Request`. */
export function addKakaoRoutes(app: Hono, kakao: KakaoServer): void {
  app.all('/api/kakao/session', (c) => kakao.session(c.req.raw));
  app.get('/kakao/callback', (c) => kakao.callback(c.req.raw));
}

/** For `createServer()` of Node: all other requests go to `site`. */
export function toListener(origin: string, kakao: KakaoServer, site: NodeHandler): NodeHandler {
  const session = toNodeHandler(kakao.session, {origin});
  const callback = toNodeHandler(kakao.callback, {origin});
  return (request, response) => {
    const path = request.url?.split('?')[0];
    const handle = path === '/kakao/callback' ? callback : path === '/api/kakao/session' ? session : site;
    handle(request, response);
  };
}
