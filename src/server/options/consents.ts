import {omitUndefined} from '../../shared/fields.js';
import type {Purpose} from '../../shared/transaction.js';
import type {KakaoProfile} from '../kakao/profile.js';
import type {ServiceTerm} from '../kakao/api/terms.js';

/**
 * What Kakao says, at one login, of one thing that a member can agree to. The service is answerable for its consent
 * records: store these, and never change or delete what is stored. What holds by now is the record with the latest
 * `agreedAt`, or `at` where it has none, whenever it was stored.
 */
export interface ConsentRecord {
  readonly memberId: string;
  readonly kind: 'term' | 'scope';
  /** The term's tag, or the id of the consent item (`account_email`). */
  readonly tag: string;
  /** False for a term that was declined or withdrawn. Of scopes, only those that were granted are told. */
  readonly agreed: boolean;
  /** Of terms: whether the app requires it. */
  readonly required?: boolean;
  /** Of agreed terms: when, by Kakao's clock. Kakao tells no times of scopes. */
  readonly agreedAt?: Date;
  /** Of agreed terms: `KAUTH` on Kakao's consent screen, `KAPI` told to Kakao by the service. */
  readonly agreedBy?: string;
  /** When Kakao was asked, by the server's clock: of a login that has waited, before it waited. */
  readonly at: Date;
  /** The transaction of the login. */
  readonly tx: string;
  readonly purpose: Purpose;
}

/** The records of one login. `openid` is no consent item. */
export function toConsentRecords(
  common: Pick<ConsentRecord, 'memberId' | 'at' | 'tx' | 'purpose'>,
  terms: readonly ServiceTerm[],
  {scopes}: Pick<KakaoProfile, 'scopes'>,
): readonly ConsentRecord[] {
  return [
    ...terms.map(({tag, required, agreed, agreedAt, agreedBy}) => ({
      ...common,
      kind: 'term' as const,
      tag,
      required,
      agreed,
      ...omitUndefined({agreedAt, agreedBy}),
    })),
    ...scopes
      .filter((scope) => scope !== 'openid')
      .map((tag) => ({...common, kind: 'scope' as const, tag, agreed: true})),
  ];
}
