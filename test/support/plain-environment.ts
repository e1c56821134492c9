/** Of this process alone: its loader, that it runs tests, and how it prints. */
const OWN = ['NODE_OPTIONS', 'NODE_TEST_CONTEXT', 'FORCE_COLOR'];

/** The environment of a program that is started as a user would start it. */
export function toPlainEnvironment(variables: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !OWN.includes(name));
  return {...Object.fromEntries(others), NO_COLOR: '1', ...variables};
}
