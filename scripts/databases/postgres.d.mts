/** Starts a PostgreSQL server of this process: its address, and what stops it and removes its folder. */
export function startPostgres(): Promise<{readonly url: string; stop(): Promise<void>}>;
