import type {SafeStorage} from '../../../src/client/page/ports/ports.js';

/** A storage as the client sees it: forbidden, it reads null and writes false; full, it reads what is there. */
export class FakeStorage implements SafeStorage {
  isForbidden = false;
  isFull = false;
  readonly #items: Map<string, string>;
  readonly #onChange: (key: string) => void;

  constructor(items = new Map<string, string>(), onChange: (key: string) => void = () => undefined) {
    this.#items = items;
    this.#onChange = onChange;
  }

  get(key: string): string | null {
    return this.isForbidden ? null : (this.#items.get(key) ?? null);
  }

  set(key: string, value: string): boolean {
    if (this.isForbidden || this.isFull) return false;
    const isChange = this.#items.get(key) !== value;
    this.#items.set(key, value);
    if (isChange) this.#onChange(key);
    return true;
  }

  remove(key: string): void {
    if (!this.isForbidden && this.#items.delete(key)) this.#onChange(key);
  }

  keys(): string[] {
    return this.isForbidden ? [] : [...this.#items.keys()];
  }
}
