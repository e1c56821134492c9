export function findChromium(): string | undefined;
/** The browser's path. Installs it where that is possible, else throws with the command that does. */
export function needChromium(): string;
export const chromiumArgs: string[];
