import type {Context, Hono, MiddlewareHandler} from 'hono';
import {bodyLimit} from 'hono/body-limit';
import {csrf} from 'hono/csrf';
import type {KakaoServer} from 'kakao-sync-widget/server';
import type {Markup, PageContext} from './pages/layout.js';
import {type OperatorResult, renderOperator} from './pages/operator.js';
import type {UnfinishedSignups} from './unfinished-signups.js';

/** The operator's page. */
export const OPERATOR_PATH = '/operator';

interface OperatorOptions {
  readonly kakao: Pick<KakaoServer, 'notices'>;
  readonly unfinished: UnfinishedSignups;
  readonly origin: string;
  readPage(context: Context): Promise<PageContext>;
  showPage(context: Context, page: PageContext, markup: Markup): Response | Promise<Response>;
}

/** Shows how many of Kakao's notices wait or have failed, retries or deletes failed ones, and counts unfinished signups. */
export function addOperatorRoutes(app: Hono, {kakao, unfinished, origin, readPage, showPage}: OperatorOptions): void {
  const {host} = new URL(origin);

  app.use(`${OPERATOR_PATH}/*`, requireHost(host));

  app.get(OPERATOR_PATH, async (context) => {
    const page = await readPage(context);
    const {notices} = kakao;
    const [counts, failures, signups] = await Promise.all([notices.counts(), notices.failures(), unfinished.find()]);
    const markup = renderOperator(page, {counts, failures, signups, result: readResult(context.req.query('result'))});
    context.header('Referrer-Policy', 'same-origin');
    return showPage(context, page, markup);
  });

  app.post(OPERATOR_PATH, csrf({origin}), bodyLimit({maxSize: 4096}), async (context) => {
    const {eventId, action} = await context.req.parseBody();
    const result = typeof eventId === 'string' ? await act(kakao, eventId, action) : 'missing';
    return context.redirect(`${OPERATOR_PATH}?result=${result}`, 303);
  });
}

/** Against DNS rebinding: under a foreign host name that leads to this machine, a foreign page could read and press here. */
function requireHost(host: string): MiddlewareHandler {
  return async (context, next) => (new URL(context.req.url).host === host ? next() : context.notFound());
}

async function act({notices}: Pick<KakaoServer, 'notices'>, eventId: string, action: unknown): Promise<OperatorResult> {
  switch (action) {
    case 'replay':
      return (await notices.replay(eventId)) ? 'replayed' : 'missing';
    case 'discard':
      return (await notices.discard(eventId)) ? 'discarded' : 'missing';
    default:
      return 'missing';
  }
}

function readResult(value: string | undefined): OperatorResult | null {
  return value === 'replayed' || value === 'discarded' || value === 'missing' ? value : null;
}
