import type {PageClient} from '../../client/page/page-client.js';
import {readVisitHistory} from '../../client/page/visit-history.js';

/** Reads the session where this browser remembers one: of all other visitors, hardly any is a member. */
export function expectMember(client: PageClient): void {
  const {ports} = client.context as Partial<PageClient['context']>;
  // A hosted shop's page has none.
  if (ports && Number(readVisitHistory(ports).until) > ports.now()) void client.expectSession();
}
