/** Runs a build. Vite sets `NODE_ENV` for the whole process, in which other test files run too. */
export async function keepEnvironment<Value>(run: () => Promise<Value>): Promise<Value> {
  const {NODE_ENV: mode} = process.env;
  try {
    return await run();
  } finally {
    if (mode === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = mode;
  }
}
