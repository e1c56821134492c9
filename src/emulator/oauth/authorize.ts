import {type AuthorizationRequest, readAuthorizationRequest} from './authorization-request.js';
import {
  type ResponseParameters,
  isRefusedAsMinor,
  issueCode,
  toResponseUrl,
  toCancelParameters,
  toErrorParameters,
  toMinorParameters,
} from './authorization-response.js';
import {readForm, toRedirect} from '../http/responses.js';
import {type Browser, readBrowser} from './browser.js';
import {type ConsentNeeds, findConsentNeeds} from './consent.js';
import type {Fault} from '../faults/faults.js';
import {toConsentPage} from './consent-page.js';
import {toFormTargets, toLoginPage} from './login-page.js';
import {toDonePage, toErrorPage, toExpiredPage} from '../pages/notice.js';
import {readLanguage} from '../pages/texts.js';
import {toRequestId} from './login.js';
import {addPendingForm, readSubmittedForm} from './submitted-form.js';
import type {Persona} from '../store/personas.js';
import {type RequestContext, toIssuer} from '../http/emulator-context.js';

/** GET /oauth/authorize: Kakao's error page, the login page, the consent screen, or the answer at the redirect URI. */
export function handleAuthorize(context: RequestContext, fault: Fault | null): Response {
  const {emulator, url, entry} = context;
  const request = readAuthorizationRequest(emulator, url.searchParams);
  if ('koe' in request) {
    entry.error = request.koe;
    return toErrorPage(readLanguage(context.request, url.searchParams), request.koe, request.detail);
  }
  entry.warnings.push(...request.warnings);
  const browser = readBrowser(context);
  if (fault?.error !== undefined) {
    return answer(
      context,
      request,
      toErrorParameters(request, fault.error, fault.errorDescription ?? 'planned failure'),
    );
  }
  return proceed(context, request, browser);
}

function proceed(context: RequestContext, request: AuthorizationRequest, browser: Browser): Response {
  const {emulator, url} = context;
  const {session, persona} = browser;
  const isSilent = request.prompts.includes('none');
  const wantsLogin = request.prompts.some((prompt) => ['login', 'select_account', 'create'].includes(prompt));
  const justLoggedIn = request.throughAccount && session?.through === toRequestId(url.searchParams);
  if (!session || !persona || (wantsLogin && !justLoggedIn)) {
    if (isSilent) return answer(context, request, toErrorParameters(request, 'login_required', 'user must login.'));
    return showLogin(context, request, browser);
  }
  const link = emulator.store.links.find(request.app, persona);
  if (isSilent && persona.sanctioned) {
    return answer(context, request, toErrorParameters(request, 'interaction_required', 'user interaction required.'));
  }
  const needs = findConsentNeeds(request, persona, link);
  if (needs && isSilent) {
    return answer(context, request, toErrorParameters(request, 'consent_required', 'user consent required.'));
  }
  if (isRefusedAsMinor(request, persona, link !== null)) {
    // Kakao keeps the session. Here the next press may be somebody else's, or a demo would end with this person.
    emulator.store.sessions.signOut(browser.id);
    return answer(context, request, toMinorParameters(request));
  }
  if (needs) return showConsent(context, request, browser, persona, needs, null);
  return answer(context, request, issueCode(emulator, request, persona, session.at));
}

/** POST /oauth/consent: "agree" or "cancel" of the consent screen. */
export async function handleConsent(context: RequestContext): Promise<Response> {
  const {emulator, url, entry} = context;
  const form = await readForm(context);
  const language = readLanguage(context.request, form ?? url.searchParams);
  const pending = readSubmittedForm(context, form);
  const browser = readBrowser(context);
  const {persona, session} = browser;
  const request = pending && readAuthorizationRequest(emulator, new URLSearchParams(pending.search));
  const decision = form?.get('decision');
  if (!form || !pending || !request || 'koe' in request || !persona || !session) return toExpiredPage(language);
  if (decision !== 'agree' && decision !== 'cancel') return toExpiredPage(language);

  if (decision === 'cancel') {
    emulator.store.forms.remove(pending.formId);
    return answer(context, request, toCancelParameters(request));
  }
  const link = emulator.store.links.find(request.app, persona);
  const needs = findConsentNeeds(request, persona, link);
  const ticked = form.getAll('agree');
  if (needs) {
    const isMissing =
      needs.items.some((item) => item.required && !ticked.includes(`scope:${item.id}`)) ||
      needs.terms.some((term) => term.required && !ticked.includes(`term:${term.tag}`));
    if (isMissing) {
      entry.error = 'required consent missing';
      emulator.store.forms.remove(pending.formId);
      return showConsent(
        {...context, url: toAuthorizeUrl(url, pending.search)},
        request,
        browser,
        persona,
        needs,
        ticked,
      );
    }
    emulator.store.links.agree(request.app, persona, {
      scopes: needs.items.filter(({id}) => ticked.includes(`scope:${id}`)).map(({id}) => id),
      terms: needs.terms.filter(({tag}) => ticked.includes(`term:${tag}`)).map(({tag}) => tag),
      channels: needs.channels.map(({publicId}) => publicId).filter((id) => ticked.includes(`channel:${id}`)),
    });
  }
  emulator.store.forms.remove(pending.formId);
  return answer(context, request, issueCode(emulator, request, persona, session.at));
}

function showLogin(context: RequestContext, request: AuthorizationRequest, browser: Browser): Response {
  const {emulator, url} = context;
  const formId = addPendingForm(context, browser.id);
  return toLoginPage({
    language: readLanguage(context.request, url.searchParams),
    prompts: request.prompts,
    loginHint: request.loginHint,
    formTargets: toFormTargets(request.app),
    formId,
    personas: emulator.personas,
    isLinked: (persona) => emulator.store.links.find(request.app, persona) !== null,
    current: browser.persona,
    setCookie: browser.setCookie,
  });
}

function showConsent(
  context: RequestContext,
  request: AuthorizationRequest,
  browser: Browser,
  persona: Persona,
  needs: ConsentNeeds,
  ticked: readonly string[] | null,
): Response {
  const {emulator, url} = context;
  const formId = addPendingForm(context, browser.id);
  // Somebody who is signed in only by KakaoTalk's account has no session of this browser yet.
  if (!emulator.store.sessions.find(browser.id)) emulator.store.sessions.signIn(browser.id, persona.id, null);
  return toConsentPage({
    language: readLanguage(context.request, url.searchParams),
    request,
    formId,
    persona,
    needs,
    isLinked: emulator.store.links.find(request.app, persona) !== null,
    ticked,
    setCookie: browser.setCookie,
  });
}

function answer(context: RequestContext, request: AuthorizationRequest, fields: ResponseParameters): Response {
  const {emulator, entry} = context;
  entry.error = fields['error'] ?? null;
  // A popup, or KakaoTalk's own window: the page that opened it waits at code.json and takes the answer from there.
  if (request.isPopup && request.authTranId !== null) {
    emulator.store.talk.setPollResponse(request.authTranId, fields);
    const language = readLanguage(context.request, context.url.searchParams);
    return toDonePage(language, 'code' in fields);
  }
  return toRedirect(toResponseUrl(emulator, request, fields, toIssuer(context.url)));
}

function toAuthorizeUrl(url: URL, search: string): URL {
  return new URL(`/oauth/authorize${search}`, url);
}
