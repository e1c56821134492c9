/** A page with a form that has not been submitted yet. */
export interface PendingForm {
  readonly browserId: string;
  /** Whom it was shown to; null before a login. */
  readonly personaId: string | null;
  /** The path and the query of the page. */
  readonly path: string;
  readonly search: string;
  readonly at: number;
}

const LIFE = 60 * 60_000;

/** The forms that have not been submitted yet. Each form can be submitted once. */
export class PendingForms {
  readonly #now: () => number;
  readonly #forms = new Map<string, PendingForm>();

  constructor(now: () => number) {
    this.#now = now;
  }

  add(id: string, form: Omit<PendingForm, 'at'>): void {
    this.#forms.set(id, {...form, at: this.#now()});
    for (const [old, {at}] of this.#forms) if (this.#now() - at > LIFE) this.#forms.delete(old);
  }

  find(id: string): PendingForm | null {
    return this.#forms.get(id) ?? null;
  }

  /** The browser has another id from now on. */
  rename(browserId: string, next: string): void {
    for (const [id, form] of this.#forms)
      if (form.browserId === browserId) this.#forms.set(id, {...form, browserId: next});
  }

  remove(id: string): void {
    this.#forms.delete(id);
  }

  clear(): void {
    this.#forms.clear();
  }
}
