import {getText, toJson, toKapiError, toList} from '../http/responses.js';
import {authenticate} from './authenticate.js';
import type {Fault} from '../faults/faults.js';
import {mutateApiResponse} from '../faults/api-mutations.js';
import type {RequestContext} from '../http/emulator-context.js';

/**
 * GET /v2/user/service_terms: by default only what was agreed to; `result=app_service_terms` lists every term of the
 * app with whether it was (Kakao: Retrieve consented service terms).
 */
export function handleTerms(context: RequestContext, fault: Fault | null): Response {
  const {url, entry} = context;
  const caller = authenticate(context);
  if (caller instanceof Response) return caller;
  const {app, persona, link} = caller;
  for (const name of url.searchParams.keys()) {
    if (name !== 'result' && name !== 'tags') {
      entry.warnings.push(`Kakao knows no parameter "${name}" of /v2/user/service_terms.`);
    }
  }
  const result = getText(url.searchParams, 'result') ?? 'agreed_service_terms';
  if (result !== 'agreed_service_terms' && result !== 'app_service_terms') {
    return toKapiError(context, -2, `result=${result} is not known.`);
  }
  const tags = toList(getText(url.searchParams, 'tags'));
  const unknown = tags.find((tag) => !app.terms.some((term) => term.tag === tag));
  if (unknown !== undefined) return toKapiError(context, -2, `There is no term ${unknown}.`);
  const terms = app.terms
    .filter(({tag}) => tags.length === 0 || tags.includes(tag))
    .filter(({tag}) => result === 'app_service_terms' || tag in link.terms)
    .map(({tag, required}) => {
      const agreed = link.terms[tag];
      return {
        tag,
        required,
        agreed: agreed !== undefined,
        revocable: agreed !== undefined && !required,
        ...(agreed && {agreed_at: new Date(agreed.at).toISOString().replace(/\.\d+/, ''), agreed_by: agreed.by}),
      };
    });
  return toJson(mutateApiResponse({id: persona.userId, service_terms: terms}, fault?.spoil));
}
