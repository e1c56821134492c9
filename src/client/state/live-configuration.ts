import {omitUndefined} from '../../shared/fields.js';
import {ATTRIBUTES, IDENTITY, PROPERTIES, readConfig, type KakaoSyncConfig, type ReadConfig} from './config.js';
import {claim, isOwnedByCode, resolveClaims, type Claims, type Configurer} from './ownership.js';
import type {Problem} from './problem.js';

/** The page's configuration as it stands, by what its scripts and its markup say. */
export interface Configuration {
  /** As it was given. */
  readonly config: KakaoSyncConfig;
  /** As it was read. */
  readonly read: ReadConfig;
  /** As it was read and checked. Told late: the page's scripts may still configure. */
  check(): ReadConfig;
  /** Whether it is complete and usable. */
  isReady(): boolean;
  /** Takes what somebody has to say of it. Answers what they do not get, null where they get it all. */
  configure(next: KakaoSyncConfig, by: Configurer): Problem | null;
}

/** @param addChecks adds the browser's word to what was read */
export function createConfiguration(
  claims: Claims,
  origin: string,
  addChecks: (read: ReadConfig) => ReadConfig,
): Configuration {
  let config = resolveClaims(claims);
  let read = readConfig(config, origin);
  let checked: readonly [of: ReadConfig, result: ReadConfig] | undefined;

  function check(): ReadConfig {
    if (checked?.[0] !== read) checked = [read, addChecks(read)];
    return checked[1];
  }

  const isReady = (): boolean => read.missing === null && !check().isBroken;

  /** What somebody asks for and does not get. */
  function findRefused(asked: KakaoSyncConfig): readonly string[] {
    const {settings} = readConfig({...config, ...omitUndefined(asked)}, origin);
    return [...ATTRIBUTES, ...PROPERTIES].filter(
      (name) =>
        asked[name] && asked[name] !== config[name] && (!settings[name] || settings[name] !== read.settings[name]),
    );
  }

  return {
    get config() {
      return config;
    },
    get read() {
      return read;
    },
    check,
    isReady,
    configure(next, by) {
      const before = config;
      const wasOwned = isOwnedByCode(claims);
      claims = claim(claims, next, by);
      const isOwned = isOwnedByCode(claims);
      const takesOver = isOwned && !wasOwned;
      // The identity is fixed at the start, but for what the page's scripts take from its markup.
      const fixed = isReady() && !takesOver ? IDENTITY : [];
      config = {...resolveClaims(claims), ...Object.fromEntries(fixed.map((name) => [name, before[name]]))};
      read = readConfig(config, origin);
      const refused = new Set([...findRefused(next), ...(takesOver ? findRefused(claims.element) : [])]);
      if (refused.size === 0) return null;
      const reason = isOwned && (takesOver || by !== 'code') ? 'script' : by;
      return {code: 'config_changed', kind: 'ignored', names: [...refused], reason};
    },
  };
}
