/** `redirectUri`, `redirect-uri` and `redirect_uri` have the same words. */
function toWords(name: string): readonly string[] {
  return name
    .replace(/[A-Z]/g, (letter) => `-${letter}`)
    .toLowerCase()
    .split(/[-_.]/)
    .filter(Boolean);
}

/** How many letters one has to add, drop or change; two that have changed places count once. */
function countEdits(one: string, other: string): number {
  const rows: number[][] = [];
  const read = (i: number, j: number): number => rows[i]?.[j] ?? Infinity;
  for (let i = 0; i <= one.length; i++) {
    const row: number[] = (rows[i] = []);
    for (let j = 0; j <= other.length; j++) {
      const isSwapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const change = one[i - 1] === other[j - 1] ? 0 : 1;
      row[j] =
        i + j === 0
          ? 0
          : Math.min(
              read(i - 1, j) + 1,
              read(i, j - 1) + 1,
              read(i - 1, j - 1) + change,
              isSwapped ? read(i - 2, j - 2) + 1 : Infinity,
            );
    }
  }
  return read(one.length, other.length);
}

/**
 * The name that somebody meant who has written another one: with at most two letters amiss, fewer if it is short, or else
 * with the most words in common.
 *
 * @param byLetters words in common do not count
 * @returns undefined if none is near
 */
export function findNearest(written: string, names: readonly string[], byLetters = false): string | undefined {
  const words = toWords(written);
  const letters = words.join('');
  const near = names
    .map((name) => [name, countEdits(letters, toWords(name).join(''))] as const)
    .filter(([name, edits]) => edits <= Math.min(2, Math.floor(Math.min(letters.length, name.length) / 3)));
  const [closest] = near.sort(([, one], [, other]) => one - other);
  if (closest || byLetters) return closest?.[0];
  const common = names
    .map((name) => [name, toWords(name).filter((word) => word.length > 2 && words.includes(word)).length] as const)
    .filter(([, count]) => count > 0);
  return common.sort(([one, count], [other, others]) => others - count || one.length - other.length)[0]?.[0];
}
