export function findTemplate(): Promise<string>;
