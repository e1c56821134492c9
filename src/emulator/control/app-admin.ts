import type {EmulatedApp, TalkChannel} from '../store/apps.js';
import type {Store} from '../store/store.js';
import {type ServiceTerm, withChangedTerm, withoutTerm, withTerm} from '../store/terms.js';

/** What is set up for an app in the developers' console, and can be changed while it is in use. */
export interface EmulatedConsole {
  readonly appId: number;
  readonly adminKey: string | null;
  readonly channels: readonly TalkChannel[];
  readonly terms: readonly ServiceTerm[];
  /** One more term, which nobody has agreed to; `title` defaults to the tag, `required` to true. */
  addTerm(term: Pick<ServiceTerm, 'tag'> & Partial<ServiceTerm>): void;
  /** What was agreed to stays agreed to. An empty `url` takes the address away. */
  changeTerm(tag: string, changes: Partial<Omit<ServiceTerm, 'tag'>>): void;
  /** What was agreed to is gone with the term. */
  removeTerm(tag: string): void;
}

export function createAppAdmin(store: Store, app: EmulatedApp): EmulatedConsole {
  return {
    appId: app.appId,
    adminKey: app.adminKey,
    channels: app.channels,
    get terms() {
      return app.terms;
    },
    addTerm: (term) => store.setTerms(app, withTerm(app.terms, {...term})),
    changeTerm: (tag, changes) => store.setTerms(app, withChangedTerm(app.terms, tag, {...changes})),
    removeTerm: (tag) => store.setTerms(app, withoutTerm(app.terms, tag)),
  };
}
