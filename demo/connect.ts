import type {Context, Hono} from 'hono';
import {bodyLimit} from 'hono/body-limit';
import {csrf} from 'hono/csrf';
import {type ErrorCode, type KakaoServer, KakaoSyncError} from 'kakao-sync-widget/server';
import type {Members} from './members.js';
import {type ConnectParts, renderConnect} from './pages/connect.js';
import type {Markup, PageContext} from './pages/layout.js';

interface ConnectOptions {
  readonly kakao: Pick<KakaoServer, 'readPending' | 'signIn'>;
  readonly members: Pick<Members, 'findUnconnected' | 'connect'>;
  readonly origin: string;
  readPage(context: Context): Promise<PageContext>;
  showPage(context: Context, page: PageContext, markup: Markup, status?: 403): Response | Promise<Response>;
}

/** A pending login, and the member from before Kakao who has the same telephone number. */
interface Connection extends ConnectParts {
  readonly memberId: string;
}

/** The shop would send a code by SMS. The demo sends nothing, and takes this one. */
const DEMO_CODE = '000000';
/** If one of these codes is thrown, the pending login cannot be finished any more: the visitor starts again. */
const OVER: ReadonlySet<string> = new Set([
  'session_required',
  'pending_changed',
  'already_linked',
  'different_account',
] satisfies ErrorCode[]);

/** `/connect`: members from before Kakao prove that a telephone number is theirs, and connect their Kakao account. */
export function addConnectRoutes(app: Hono, {kakao, members, origin, readPage, showPage}: ConnectOptions): void {
  app.get('/connect', async (context) => {
    const page = await readPage(context);
    return showPage(context, page, renderConnect(page, await readConnection(context.req.raw)));
  });

  app.post('/connect', csrf({origin}), bodyLimit({maxSize: 4096}), async (context) => {
    const page = await readPage(context);
    const connection = await readConnection(context.req.raw);
    if (!connection) return showPage(context, page, renderConnect(page, null));
    const {code, reference} = await context.req.parseBody();
    if (code !== connection.code) {
      return showPage(context, page, renderConnect(page, {...connection, isWrong: true}), 403);
    }
    const headers = await connect(context.req.raw, connection.memberId, typeof reference === 'string' ? reference : '');
    if (!headers) return showPage(context, page, renderConnect(page, null));
    for (const cookie of headers.getSetCookie()) context.header('Set-Cookie', cookie, {append: true});
    return context.redirect('/account?connected=1', 303);
  });

  /** Null if no login is pending, or no member has the telephone number. */
  async function readConnection(request: Request): Promise<Connection | null> {
    const pending = await kakao.readPending(request, 'link-existing');
    if (!pending) return null;
    const {reference, profile} = pending;
    const {phoneNumber} = profile;
    const member = await members.findUnconnected({phoneNumber});
    const phoneEnd = phoneNumber?.e164?.slice(-4) ?? '';
    // A real shop sends a code to the number, and counts the tries.
    return member && {memberId: member.id, reference, phoneEnd, code: DEMO_CODE, isWrong: false};
  }

  /** Connects and signs in the member. Null, with nothing changed, if the pending login is over. */
  async function connect(request: Request, id: string, reference: string): Promise<Headers | null> {
    try {
      const {headers} = await kakao.signIn(
        request,
        {id},
        {action: 'link-existing', reference, connect: (profile) => members.connect(id, profile)},
      );
      return headers;
    } catch (error) {
      if (error instanceof KakaoSyncError && OVER.has(error.code)) return null;
      throw error;
    }
  }
}
