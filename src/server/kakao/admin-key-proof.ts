/** What this process has seen of the admin key. Kakao tells nobody whose app a key is of. */
export interface AdminKeyProof {
  /** Whether Kakao has told or done something by it about an account that logged in here: it is of the logins' app. */
  readonly isGiven: boolean;
  /** Kakao has. */
  give(): void;
  /** An account has just logged in here, so that it is linked with the logins' app. */
  noteLogin(kakaoId: string): void;
  /** An account's work at Kakao is to be proved by another: the one that logged in last, if there is any. */
  findOther(kakaoId: string): string | undefined;
}

/** A memory of this process. */
export function createAdminKeyProof(): AdminKeyProof {
  let isGiven = false;
  // The newest first; two, so that there is one beside any.
  let last: readonly string[] = [];
  return {
    get isGiven() {
      return isGiven;
    },
    give() {
      isGiven = true;
      last = [];
    },
    noteLogin(kakaoId) {
      if (!isGiven) last = [kakaoId, ...last.filter((id) => id !== kakaoId)].slice(0, 2);
    },
    findOther: (kakaoId) => last.find((id) => id !== kakaoId),
  };
}
