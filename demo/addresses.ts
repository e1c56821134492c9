import type {KakaoAddress, MemberLogin} from 'kakao-sync-widget/server';
import type {Database} from './database.js';

/** Where a parcel goes. */
export interface Address {
  readonly receiver: string;
  readonly phone: string;
  readonly base: string;
  readonly detail: string;
  readonly zone: string;
}

/** An address that Kakao has told at a login. */
export interface KnownAddress extends Address {
  /** Kakao's id of it. */
  readonly id: string;
  /** What the member calls it; empty if they have not named it. */
  readonly name: string;
}

/** The addresses that members have at Kakao, as of their last login. */
export interface Addresses {
  /** Replaces the stored addresses with those of a login; deletes them if the member has withdrawn the consent. */
  keep(login: Pick<MemberLogin, 'member' | 'profile'>): Promise<void>;
  /** The default address first. */
  list(memberId: string): Promise<KnownAddress[]>;
}

export function createAddresses(database: Database): Addresses {
  return {
    keep: async ({member, profile: {addresses, scopes}}) => {
      const hasConsent = scopes.includes('shipping_address');
      // Kakao did not answer this time: keep what is stored.
      if (!addresses && hasConsent) return;
      const list = (hasConsent ? (addresses ?? []) : []).map(toKnownAddress);
      await database.query(
        `WITH gone AS (DELETE FROM addresses WHERE member_id = $1 AND NOT id = ANY ($2))
         INSERT INTO addresses (member_id, id, place, content)
              SELECT $1, entry.value->>'id', entry.ordinality, entry.value
                FROM jsonb_array_elements($3::jsonb) WITH ORDINALITY AS entry
         ON CONFLICT (member_id, id) DO UPDATE SET place = excluded.place, content = excluded.content`,
        [member.id, list.map(({id}) => id), JSON.stringify(list)],
      );
    },
    list: async (memberId) => {
      const rows = await database.query<{content: KnownAddress}>(
        `SELECT content FROM addresses JOIN members ON members.id = member_id
          WHERE member_id = $1 AND kakao_id IS NOT NULL ORDER BY place`,
        [memberId],
      );
      return rows.map(({content}) => content);
    },
  };
}

function toKnownAddress(address: KakaoAddress): KnownAddress {
  const {id, name = '', receiverName = '', receiverPhone, baseAddress = '', detailAddress = ''} = address;
  const {zoneNumber, zipCode} = address;
  const place = {base: baseAddress, detail: detailAddress, zone: zoneNumber ?? zipCode ?? ''};
  return {id, name, receiver: receiverName, phone: receiverPhone?.raw ?? '', ...place};
}

/** The fields of an address that a member has typed. */
export const ADDRESS_FIELDS = ['receiver', 'phone', 'zone', 'base', 'detail'] as const satisfies (keyof Address)[];

/** An address that was typed; null if something of it is missing, or too long. */
export function readTypedAddress(form: Readonly<Record<string, unknown>>): Address | null {
  const [receiver, phone, zone, base, detail] = ADDRESS_FIELDS.map((name) => {
    const value = form[name];
    return typeof value === 'string' && value.length <= 200 ? value.trim() : '';
  }) as [string, string, string, string, string];
  return receiver && phone && base ? {receiver, phone, zone, base, detail} : null;
}
