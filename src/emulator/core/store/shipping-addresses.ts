/** An address in a Kakao account (Kakao: Retrieve shipping address). All but `baseAddress` has a default. */
export interface ShippingAddress {
  /** Default: a free number. */
  readonly id?: number;
  /** What the person calls the place. */
  readonly name?: string;
  /** Default: true for the first address of the list if no other is the default one. */
  readonly isDefault?: boolean;
  /** In seconds since the epoch. Default: now. */
  readonly updatedAt?: number;
  /** `NEW`: by road; `OLD`: by lot number. Default `NEW`. */
  readonly type?: 'NEW' | 'OLD';
  readonly baseAddress: string;
  readonly detailAddress?: string;
  readonly receiverName?: string;
  readonly receiverPhoneNumber1?: string;
  readonly receiverPhoneNumber2?: string;
  /** Of a `NEW` address. */
  readonly zoneNumber?: string;
  /** Of an `OLD` address. */
  readonly zipCode?: string;
}

/** An address with the fields that Kakao always sends. */
export interface KnownAddress extends ShippingAddress {
  readonly id: number;
  readonly isDefault: boolean;
  readonly updatedAt: number;
  readonly type: 'NEW' | 'OLD';
}

/** A person with the addresses of the start. */
interface AddressOwner {
  readonly id: string;
  readonly shippingAddresses?: readonly ShippingAddress[];
}

const FIRST_ID = 319;

/** The addresses of all people, which belong to their accounts and not to an app. */
export class ShippingAddresses {
  readonly #now: () => number;
  #lists = new Map<string, readonly KnownAddress[]>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The default one first, then the newest. */
  list({id, shippingAddresses = []}: AddressOwner): readonly KnownAddress[] {
    return this.#lists.get(id) ?? this.#read(shippingAddresses);
  }

  /** @throws {Error} if an address has no text, or if two addresses have one id or are both the default one. */
  set({id}: AddressOwner, addresses: readonly ShippingAddress[]): void {
    this.#lists.set(id, this.#read(addresses));
  }

  clear(): void {
    this.#lists.clear();
  }

  #read(addresses: readonly ShippingAddress[]): readonly KnownAddress[] {
    checkAddresses(addresses);
    const now = Math.floor(this.#now() / 1000);
    const highest = Math.max(FIRST_ID - 1, ...addresses.map(({id = 0}) => id));
    const hasDefault = addresses.some(({isDefault}) => isDefault);
    const known = addresses.map((address, index) => ({
      ...address,
      id: address.id ?? highest + 1 + index,
      isDefault: address.isDefault ?? (!hasDefault && index === 0),
      updatedAt: address.updatedAt ?? now,
      type: address.type ?? ('NEW' as const),
    }));
    return known.sort(
      (one, other) => Number(other.isDefault) - Number(one.isDefault) || other.updatedAt - one.updatedAt,
    );
  }

  /** For {@link restore}. */
  get entries(): readonly (readonly [string, readonly KnownAddress[]])[] {
    return [...this.#lists];
  }

  restore(entries: readonly (readonly [string, readonly KnownAddress[]])[]): void {
    this.#lists = new Map(entries);
  }
}

/** @throws {Error} that says which rule an address breaks. */
export function checkAddresses(addresses: readonly ShippingAddress[]): void {
  const ids = addresses.flatMap(({id}) => (id === undefined ? [] : [id]));
  if (new Set(ids).size < ids.length) throw new Error('Two shipping addresses have one id.');
  if (!ids.every((id) => Number.isSafeInteger(id) && id > 0))
    throw new Error('The id of an address is a whole number.');
  if (addresses.filter(({isDefault}) => isDefault).length > 1)
    throw new Error('One shipping address is the default one.');
  if (!addresses.every(({baseAddress}) => typeof baseAddress === 'string' && baseAddress !== '')) {
    throw new Error('A shipping address has a text: "baseAddress".');
  }
}
