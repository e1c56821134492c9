export type BrowserName = 'chromium' | 'firefox' | 'webkit' | 'xvfb';
export function findBrowser(name: BrowserName): string | undefined;
/** The browser's path. Installs it where that is possible, else throws with the command that does. */
export function needBrowser(name: BrowserName): string;
export function needChromium(): string;
export const chromiumArgs: string[];
