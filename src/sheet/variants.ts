import {getPageRegistry} from '../client/page/page-registry.js';
import {forgetVariant, readVariant, rememberVariant} from './kept.js';
import type {SheetOptions, SheetVariant} from './options.js';

/** What a variant is drawn with. */
interface Chance {
  readonly now: () => number;
  /** As `Math.random`. */
  readonly random: () => number;
}

type Variants = Readonly<Record<string, SheetVariant>>;

/**
 * One of the variants, each as likely as its weight.
 *
 * @param kept the visitor's own, which stays as long as it is one of them and has a weight
 */
export function drawVariant(variants: Variants, kept: string | undefined, random: () => number): string | undefined {
  const weights = Object.entries(variants).map(([id, {weight = 1}]) => [id, Math.max(0, weight)] as const);
  const drawn = weights.filter(([, weight]) => weight > 0);
  if (drawn.some(([id]) => id === kept)) return kept;
  let left = random() * drawn.reduce((sum, [, weight]) => sum + weight, 0);
  return (drawn.find(([, weight]) => (left -= weight) < 0) ?? drawn[0])?.[0];
}

/**
 * The visitor's variant for this page. It goes with the page's events and its logins. Without the visitor's consent to
 * analytics, if the page needs that, it is neither kept nor read, and so drawn anew on each page.
 *
 * @returns gives the variant, and draws it when it is first asked for
 */
export function createVariants({variants = {}}: SheetOptions, {now, random}: Chance): () => string | undefined {
  if (Object.keys(variants).length === 0) return () => undefined;
  const measuring = (getPageRegistry().measuring ??= {isAllowed: true, values: {}});
  let own: string | undefined;

  function use(id: string | undefined): void {
    own = id;
    measuring.values['ks_variant'] = id;
    keep();
  }

  function keep(): void {
    if (own && measuring.isAllowed) rememberVariant(own, now());
    else if (measuring.isAllowed === false) forgetVariant();
  }

  const kept = measuring.isAllowed ? readVariant(now()) : undefined;
  // Logins of a page without the sheet belong to it too.
  if (kept && drawVariant(variants, kept, () => 0) === kept) use(kept);
  // The visitor may decide as long as the page is there.
  addEventListener('pagehide', keep);
  return () => {
    if (!own) use(drawVariant(variants, measuring.isAllowed ? readVariant(now()) : undefined, random));
    return own;
  };
}
