import {isOwnOrigin, readBrowser} from './browser.js';
import type {PendingForm} from '../store/pending-forms.js';
import {createSecret} from '../store/issue-tokens.js';
import type {RequestContext} from '../http/emulator-context.js';

/** A form that was answered by the browser it was shown to. */
export interface SubmittedForm extends PendingForm {
  readonly formId: string;
}

/** Remembers the page of this request as one with a form: the id to put into it. */
export function addPendingForm({emulator, url}: RequestContext, browserId: string): string {
  const formId = createSecret(24);
  emulator.store.forms.add(formId, {browserId, path: url.pathname, search: url.search});
  return formId;
}

/** The page behind a form's answer; null where it was answered before, or comes from elsewhere. */
export function readSubmittedForm(context: RequestContext, form: URLSearchParams | null): SubmittedForm | null {
  const formId = form?.get('form') ?? '';
  const pending = context.emulator.store.forms.find(formId);
  if (!pending || !isOwnOrigin(context) || readBrowser(context).id !== pending.browserId) {
    context.entry.error = 'form refused';
    return null;
  }
  return {...pending, formId};
}
