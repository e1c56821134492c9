import type {Said} from '../tag/find-tag.js';

/** Whether a tag is for a hosted shop, or for a control of the site's own. */
export function isForHost(said: Said): boolean {
  return !!(said['host'] || said['click'] || said['hostControl'] || said['hostPage']);
}
