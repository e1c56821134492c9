import type {Engine} from './engine.mjs';

/** Opens a browser of an engine by its name. */
export function openEngine(name: 'chromium' | 'firefox' | 'webkit'): Promise<Engine>;
