/** What a site's server did, for what no browser can tell. */
export interface BackendRecord {
  /** The transactions and codes that were posted, by anybody. */
  readonly posts: readonly {readonly tx: string; readonly code: string}[];
  /** What the server kit answered to requests for the session resource. */
  readonly answers: readonly {readonly status: number; readonly type: string; readonly body: string}[];
  /** Every session that was handed out, as its cookie. */
  readonly sessions: ReadonlySet<string>;
  readonly hooks: readonly HookCall[];
}

export interface HookCall {
  readonly hook: 'findMember' | 'signUp' | 'readMember';
  /** Kakao's id, or the member's. */
  readonly id: string;
  /** Whether it has brought a member. */
  isMember: boolean;
}

type Handle = (request: Request) => Promise<Response>;

export interface BackendRecorder extends BackendRecord {
  /** The same handler, recorded. */
  watch(handle: Handle): Handle;
  /** Calls a hook, recorded. */
  call<Result>(hook: HookCall['hook'], id: string, run: () => Result | Promise<Result>): Promise<Result>;
  clear(): void;
}

export function createBackendRecord(): BackendRecorder {
  const posts: BackendRecord['posts'][number][] = [];
  const answers: BackendRecord['answers'][number][] = [];
  const sessions = new Set<string>();
  const hooks: HookCall[] = [];

  return {
    posts,
    answers,
    sessions,
    hooks,
    watch: (handle) => async (request) => {
      if (request.method === 'POST') {
        const {tx, code} = JSON.parse(await request.clone().text()) as {tx?: string; code?: string};
        if (tx !== undefined && code !== undefined) posts.push({tx, code});
      }
      const response = await handle(request);
      const {status, headers} = response;
      answers.push({status, type: headers.get('content-type') ?? '', body: await response.clone().text()});
      for (const cookie of headers.getSetCookie()) {
        const value = /^(?:__Host-)?kakao_sync_session=([^;]+)/.exec(cookie)?.[1];
        if (value) sessions.add(value);
      }
      return response;
    },
    async call(hook, id, run) {
      const entry: HookCall = {hook, id, isMember: false};
      hooks.push(entry);
      const result = await run();
      entry.isMember = typeof (result as {id?: unknown} | null | undefined)?.id === 'string';
      return result;
    },
    clear() {
      for (const list of [posts, answers, hooks]) list.length = 0;
      sessions.clear();
    },
  };
}
