import {NoticeRefusal} from './refusal.js';

/** An admin key of the app, or its SHA-256 in 64 hexadecimal digits. */
export type AdminKey = string | {readonly sha256: string};

/** Who may send notices that are not signed. */
export interface AdminKeyGate {
  /**
   * Checks the admin key of a request.
   *
   * @returns which of the keys it is, counted from 0
   * @throws NoticeRefusal if it is none of them
   */
  check(request: Request): Promise<number>;
  /** Whether a key is one of them, and which; null if it is none. */
  find(key: string): Promise<number | null>;
}

/** @param keys one to three, of which any may come */
export function createAdminKeyGate(keys: readonly AdminKey[]): AdminKeyGate {
  let digests: Promise<readonly Uint8Array[]> | undefined;
  const find = async (key: string): Promise<number | null> => {
    digests ??= Promise.all(keys.map(toDigest));
    const [known, given] = await Promise.all([digests, toSha256(key)]);
    // Each is compared, so that the time does not tell which one it was.
    const index = known.map((digest) => isEqual(digest, given)).indexOf(true);
    return index < 0 ? null : index;
  };
  return {
    find,
    async check(request) {
      const [, key] = /^KakaoAK ([\x21-\x7e]{1,256})$/.exec(request.headers.get('authorization') ?? '') ?? [];
      const index = key === undefined ? null : await find(key);
      if (index !== null) return index;
      throw new NoticeRefusal(
        'A notice came without one of adminKeys. If Kakao sent it, compare them with the admin key on the app’s console page.',
        {status: 401},
      );
    },
  };
}

async function toDigest(key: AdminKey): Promise<Uint8Array> {
  return typeof key === 'string' ? toSha256(key) : fromHex(key.sha256);
}

async function toSha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}

function fromHex(digits: string): Uint8Array {
  return Uint8Array.from({length: digits.length / 2}, (_, index) =>
    parseInt(digits.slice(2 * index, 2 * index + 2), 16),
  );
}

/** Compares hashes in a time that does not depend on where they differ. */
function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (const [index, octet] of a.entries()) difference |= octet ^ (b[index] ?? 0);
  return difference === 0;
}
