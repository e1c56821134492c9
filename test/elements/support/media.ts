import {emulateMedia} from '@web/test-runner-commands';
import {can} from '../../support/engine.js';

/** What a visitor has chosen for every page. */
export interface Media {
  readonly colorScheme?: 'light' | 'dark';
  readonly forcedColors?: 'none' | 'active';
  readonly reducedMotion?: 'no-preference' | 'reduce';
}

const USUAL = {colorScheme: 'light', forcedColors: 'none', reducedMotion: 'no-preference'} as const;

/** A test on a visitor's page; left out where the engine cannot be told what they have chosen. */
export function itWithMedia(media: Media, title: string, run: () => Promise<void>, timeout = 5_000): void {
  const isUsual = Object.entries(media).every(([feature, value]) => USUAL[feature as keyof Media] === value);
  if (!isUsual && !can('media', title)) return;
  it(title, async () => {
    await emulateMedia({...USUAL, ...media});
    try {
      await run();
    } finally {
      await emulateMedia(USUAL);
    }
  }).timeout(timeout);
}

/** The pages that an element may stand on. */
export const PAGES = {
  light: {colorScheme: 'light', forcedColors: 'none', style: 'background: #fff; color: #222'},
  dark: {colorScheme: 'dark', forcedColors: 'none', style: 'background: #121212; color: #eee; color-scheme: dark'},
  'forced colours': {colorScheme: 'dark', forcedColors: 'active', style: ''},
} as const;
