import type {EmulatedApp, TalkChannel} from '../store/apps.js';
import type {Store} from '../store/store.js';
import {type ServiceTerm, withChangedTerm, withoutTerm, withTerm} from '../store/terms.js';

/** A live view of an app's settings in Kakao's developers' console. */
export interface EmulatedConsole {
  readonly appId: number;
  readonly adminKey: string | null;
  readonly channels: readonly TalkChannel[];
  readonly terms: readonly ServiceTerm[];
  /**
   * Adds a term, to which nobody has agreed. `title` defaults to the tag, `required` to true.
   * @throws {Error} if the tag is taken or a field is malformed.
   */
  addTerm(term: Pick<ServiceTerm, 'tag'> & Partial<ServiceTerm>): void;
  /**
   * Changes a term. Agreements to it stay. An empty `url` removes the address.
   * @throws {Error} if there is no such term or a field is malformed.
   */
  changeTerm(tag: string, changes: Partial<Omit<ServiceTerm, 'tag'>>): void;
  /**
   * Removes a term, and all agreements to it.
   * @throws {Error} if there is no such term.
   */
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
