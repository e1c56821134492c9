/** What this process has seen of the admin key. */
export interface AdminKeyProof {
  /** Whether Kakao has unlinked somebody by it who had logged in here: then it is the key of the logins' app. */
  isGiven: boolean;
}
