export type BrowserName = 'shell' | 'chromium' | 'firefox' | 'webkit' | 'xvfb';
export function findBrowser(name: BrowserName): string | undefined;
/** The browser's path. Installs it where that is possible, else throws with the command that does. */
export function needBrowser(name: BrowserName): string;
/** For most tests: Chromium's headless shell, or any Chromium where that is not to be had. */
export function needChromium(): string;
export const chromiumArgs: string[];
