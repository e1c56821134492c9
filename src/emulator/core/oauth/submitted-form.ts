import {isOwnOrigin, readBrowserIds} from './browser.js';
import type {PendingForm} from '../store/pending-forms.js';
import {createSecret} from '../base/bytes.js';
import type {RequestContext} from '../http/emulator-context.js';

/** A form that was submitted by the browser which got it. */
interface SubmittedForm extends PendingForm {
  readonly formId: string;
}

/**
 * Remembers that the page of this request has a form.
 *
 * @param personaId whom the form is shown to: nobody else of this browser may submit it
 * @returns the id for the form's hidden field.
 */
export function addPendingForm({emulator, url}: RequestContext, browserId: string, personaId?: string): string {
  const formId = createSecret(24);
  emulator.store.forms.add(formId, {browserId, path: url.pathname, search: url.search, personaId: personaId ?? null});
  return formId;
}

/** The form of a POST; null if it was submitted before, or comes from another page or browser. */
export function readSubmittedForm(context: RequestContext, fields: URLSearchParams | null): SubmittedForm | null {
  const formId = fields?.get('form') ?? '';
  const pending = context.emulator.store.forms.find(formId);
  if (!pending || !isOwnOrigin(context) || !readBrowserIds(context).includes(pending.browserId)) {
    context.entry.error = 'form refused';
    return null;
  }
  return {...pending, formId};
}
