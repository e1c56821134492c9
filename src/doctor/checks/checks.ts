import type {Finding} from '../base/finding.js';
import {FINDINGS} from '../base/finding-texts.js';
import type {SiteSettings} from '../settings/site-settings.js';
import {checkKeys} from './check-keys.js';
import {checkKitOptions} from './check-kit-options.js';
import {checkRedirectUris} from './check-redirect-uris.js';

/** Checks everything that can be told without sending anything. */
export function checkSettings(settings: SiteSettings): readonly Finding[] {
  const findings = [...checkKeys(settings), ...checkRedirectUris(settings)];
  return hasWrong(findings) ? findings : [...findings, ...checkKitOptions(settings)];
}

/** Whether somebody has to change something. */
export function hasWrong(findings: readonly Finding[]): boolean {
  return findings.some(({id}) => FINDINGS[id].level === 'wrong');
}
