const PARAMETERS = ['code', 'state', 'nonce', 'code_challenge', 'auth_tran_id'];
const FIELDS = ['code', 'tx', 'nonceSecret', 'codeVerifier'];

/** The secrets of transactions, as they are seen on their way. */
export interface Secrets {
  readonly all: ReadonlySet<string>;
  addFromAddress(address: string): void;
  /** From the body of a POST to the session resource. */
  addFromBody(body: string): void;
  /** From a request for authorization as an object. */
  addFromParameters(parameters: Readonly<Record<string, unknown>>): void;
}

export function collectSecrets(): Secrets {
  const all = new Set<string>();
  const add = (values: Iterable<unknown>): void => {
    for (const value of values) if (typeof value === 'string' && value.length >= 16) all.add(value);
  };
  return {
    all,
    addFromAddress(address) {
      if (!URL.canParse(address)) return;
      const {searchParams} = new URL(address);
      add(PARAMETERS.flatMap((name) => searchParams.getAll(name)));
    },
    addFromBody(body) {
      const fields = JSON.parse(body) as Record<string, unknown>;
      add(FIELDS.map((name) => fields[name]));
    },
    addFromParameters: (parameters) => add(PARAMETERS.map((name) => parameters[name])),
  };
}
