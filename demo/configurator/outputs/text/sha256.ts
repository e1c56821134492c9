/** The first 32 bits of what stands behind the point in the roots of the first primes (FIPS 180-4 §4.2.2, §5.3.3). */
const PRIMES = Array.from({length: 311}, (_, index) => index + 2).filter((number, _index, all) =>
  all.every((other) => other >= number || number % other > 0),
);
const toBits = (root: number): number => ((root % 1) * 2 ** 32) | 0;
const START = PRIMES.slice(0, 8).map((prime) => toBits(Math.sqrt(prime)));
const ROUNDS = PRIMES.slice(0, 64).map((prime) => toBits(Math.cbrt(prime)));

const turn = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** SHA-256 of a text in UTF-8, in base64: for a policy's `'sha256-…'`. The browser's own answers only later. */
export function toSha256(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const padded = new DataView(new ArrayBuffer(Math.ceil((bytes.length + 9) / 64) * 64));
  new Uint8Array(padded.buffer).set(bytes);
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(padded.byteLength - 4, bytes.length * 8);
  let state = START;
  for (let offset = 0; offset < padded.byteLength; offset += 64) {
    state = mix(
      state,
      Array.from({length: 16}, (_, index) => padded.getInt32(offset + index * 4)),
    );
  }
  const result = state.flatMap((word) => [24, 16, 8, 0].map((shift) => (word >>> shift) & 255));
  return btoa(String.fromCharCode(...result));
}

/** One block (FIPS 180-4 §6.2.2). */
function mix(state: readonly number[], words: readonly number[]): number[] {
  const w = [...words];
  const at = (list: readonly number[], index: number): number => list[index] ?? 0;
  for (let index = 16; index < 64; index++) {
    const [early, late] = [at(w, index - 15), at(w, index - 2)];
    const small = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
    const great = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    w.push((at(w, index - 16) + small + at(w, index - 7) + great) | 0);
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let index = 0; index < 64; index++) {
    const first =
      h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + at(ROUNDS, index) + at(w, index);
    const second = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
  }
  return [a, b, c, d, e, f, g, h].map((word, index) => (word + at(state, index)) | 0);
}
