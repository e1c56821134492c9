import {getText, toList, warnOfUnknown} from '../http/parameters.js';
import {toKakaoTime} from '../base/kakao-time.js';
import {toJson, toKapiError} from '../http/responses.js';
import {authenticateOrAdmin} from './authenticate.js';
import type {Fault} from '../faults/faults.js';
import {mutateApiResponse} from '../faults/api-mutations.js';
import type {RequestContext} from '../http/emulator-context.js';
import type {AppLink} from '../store/app-links.js';
import {findUnknownTags, type ServiceTerm} from '../store/terms.js';
import {EmulatorResponse} from '../base/messages.js';

type Agreement = AppLink['terms'][string];

const KNOWN = ['result', 'tags', 'target_id', 'target_id_type'];

/**
 * GET /v2/user/service_terms: the terms that the person has agreed to; with `result=app_service_terms`, all terms of the
 * app (Kakao: Retrieve consented service terms).
 */
export async function handleTerms(context: RequestContext, fault: Fault | null): Promise<EmulatorResponse> {
  const call = await authenticateOrAdmin(context);
  if (call instanceof EmulatorResponse) return call;
  const {parameters} = call;
  const {app, persona, link} = call.caller;
  context.entry.warn(...warnOfUnknown(parameters, KNOWN, '/v2/user/service_terms'));
  const result = getText(parameters, 'result') ?? 'agreed_service_terms';
  if (result !== 'agreed_service_terms' && result !== 'app_service_terms') {
    return toKapiError(context, -2, `result=${result} is not known.`);
  }
  const tags = toList(getText(parameters, 'tags'));
  const [unknown] = findUnknownTags(app.terms, tags);
  if (unknown !== undefined) return toKapiError(context, -2, `There is no term ${unknown}.`);
  const terms = app.terms
    .filter(({tag}) => tags.length === 0 || tags.includes(tag))
    .filter(({tag}) => result === 'app_service_terms' || tag in link.terms)
    .map((term) => toTermState(term, link.terms[term.tag]));
  return toJson(mutateApiResponse({id: persona.userId, service_terms: terms}, fault?.spoil));
}

function toTermState({tag, required}: ServiceTerm, agreed: Agreement | undefined): object {
  return {
    tag,
    required,
    agreed: agreed !== undefined,
    revocable: agreed !== undefined && !required,
    ...toAgreement(agreed),
  };
}

/** When and how a person agreed, as kapi reports it. */
export function toAgreement(agreed: Agreement | undefined): object {
  return agreed ? {agreed_at: toKakaoTime(agreed.at), agreed_by: agreed.by} : {};
}
