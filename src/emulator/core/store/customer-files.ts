import type {EmulatedApp} from './apps.js';

/** The types of a file's fields. */
export type FileSchema = Readonly<Record<string, 'string' | 'number'>>;

/** Whether a file's users are named by their user number or by their phone number. */
export type CustomerIdType = 'app' | 'phone';

/** A customer file of a channel, from which its owner chooses who gets a message. */
export interface CustomerFile {
  readonly id: number;
  readonly appId: number;
  readonly channelId: string;
  readonly name: string;
  readonly schema: FileSchema;
  readonly updatedAt: number;
  /** The values of each user's fields, by `app:4100000002` or `phone:01000000002`. */
  readonly users: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** How many files a channel can have. */
export const MOST_FILES = 30;

const FIRST_ID = 437;

/** The customer files of all channels. */
export class CustomerFiles {
  readonly #now: () => number;
  #files: readonly CustomerFile[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The files of a channel, the oldest first. */
  list({appId}: EmulatedApp, channelId: string): readonly CustomerFile[] {
    return this.#files.filter((file) => file.appId === appId && file.channelId === channelId);
  }

  add({appId}: EmulatedApp, channelId: string, {name, schema}: Pick<CustomerFile, 'name' | 'schema'>): CustomerFile {
    const id = Math.max(FIRST_ID - 1, ...this.#files.map((file) => file.id)) + 1;
    const file = {id, appId, channelId, name, schema, updatedAt: this.#now(), users: {}};
    this.#files = [...this.#files, file];
    return file;
  }

  /** Replaces the users of a file. */
  setUsers(file: CustomerFile, users: CustomerFile['users']): void {
    const changed = {...file, users, updatedAt: this.#now()};
    this.#files = this.#files.map((known) => (known.id === file.id ? changed : known));
  }

  clear(): void {
    this.#files = [];
  }

  /** For {@link restore}. */
  get entries(): readonly CustomerFile[] {
    return this.#files;
  }

  restore(files: readonly CustomerFile[]): void {
    this.#files = files;
  }
}

/** The name of a user in a file. A phone number is its digits, with or without the country's code. */
export function toCustomerKey(type: CustomerIdType, id: string): string {
  return `${type}:${type === 'app' ? id : id.replace(/^\+?82\D?0?/, '0').replace(/\D/g, '')}`;
}
