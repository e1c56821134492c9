import {isOwnOrigin, readBrowser} from './browser.js';
import type {PendingForm} from '../store/pending-forms.js';
import {createSecret} from '../store/tokens.js';
import type {RequestContext} from '../http/emulator-context.js';

/** A form that was answered by the browser it was shown to. */
export interface AnsweredForm extends PendingForm {
  readonly formId: string;
}

/** Remembers the page of this request as one with a form: the id to put into it. */
export function addPendingForm({world, url}: RequestContext, browserId: string): string {
  const formId = createSecret(24);
  world.store.forms.add(formId, {browserId, path: url.pathname, search: url.search});
  return formId;
}

/** The page behind a form's answer; null where it was answered before, or comes from elsewhere. */
export function readPendingForm(exchange: RequestContext, form: URLSearchParams | null): AnsweredForm | null {
  const formId = form?.get('form') ?? '';
  const pending = exchange.world.store.forms.find(formId);
  if (!pending || !isOwnOrigin(exchange) || readBrowser(exchange).id !== pending.browserId) {
    exchange.entry.error = 'form refused';
    return null;
  }
  return {...pending, formId};
}
