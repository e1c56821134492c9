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
import {readForm} from '../http/parameters.js';
import {toRedirect} from '../http/responses.js';
import {type Browser, readBrowser} from './browser.js';
import {type ConsentNeeds, findConsentNeeds} from './consent.js';
import type {Fault} from '../faults/faults.js';
import {type ConsentPage, toConsentPage} from './consent-page.js';
import {toFormTargets, toLoginPage} from './login-page.js';
import {toDonePage, toErrorPage, toExpiredPage} from '../pages/message-pages.js';
import {readLanguage} from '../pages/texts.js';
import {toRequestId} from './login.js';
import {addPendingForm, readSubmittedForm} from './submitted-form.js';
import type {Consent} from '../store/app-links.js';
import type {BrowserSession} from '../store/browser-sessions.js';
import type {Persona} from '../store/personas.js';
import {findAppName, findPersona, type RequestContext, toIssuer} from '../http/emulator-context.js';
import type {EmulatorResponse} from '../base/messages.js';

/** A submitted consent screen, of a browser that is still logged in. */
interface ConsentSubmission {
  readonly request: AuthorizationRequest;
  readonly browser: Browser;
  readonly persona: Persona;
  readonly session: BrowserSession;
  readonly formId: string;
  /** The query of the authorization request. */
  readonly search: string;
  readonly decision: 'agree' | 'cancel';
  /** The ticked boxes: values of `agree`. */
  readonly ticked: readonly string[];
}

/** GET /oauth/authorize: Kakao's error page, the login page, the consent screen, or the authorization response. */
export function handleAuthorize(context: RequestContext, fault: Fault | null): EmulatorResponse {
  const {emulator, url, entry} = context;
  const request = readAuthorizationRequest(emulator, url.searchParams);
  if ('koe' in request) {
    entry.error = request.koe;
    const language = readLanguage(context.request, url.searchParams);
    return toErrorPage({...request, language, appName: findAppName(context)});
  }
  entry.warn(...request.warnings);
  const browser = inKakaoTalk(context, request, readBrowser(context));
  if (fault?.error !== undefined) {
    return fail(context, request, fault.error, fault.errorDescription ?? 'planned failure');
  }
  return proceed(context, request, browser);
}

function proceed(context: RequestContext, request: AuthorizationRequest, browser: Browser): EmulatorResponse {
  const {emulator, url} = context;
  const {session, persona} = browser;
  const isSilent = request.prompts.includes('none');
  if (!session || !persona || needsLogin(request, session, url)) {
    return isSilent
      ? fail(context, request, 'login_required', 'user must login.')
      : showLogin(context, request, browser);
  }
  if (isSilent && persona.sanctioned) {
    return fail(context, request, 'interaction_required', 'user interaction required.');
  }
  const link = emulator.store.links.find(request.app, persona);
  const needs = findConsentNeeds(request, persona, link);
  if (needs && isSilent) return fail(context, request, 'consent_required', 'user consent required.');
  if (isRefusedAsMinor(request, persona, link !== null)) {
    // Kakao keeps the session. Here the next press may be another person's, or a demo would end with this one.
    emulator.store.sessions.signOut(browser.id);
    return respond(context, request, toMinorParameters(request));
  }
  if (needs) return showConsent(context, request, {browser, persona, needs, ticked: null});
  return respond(context, request, issueCode(emulator, request, persona, session.at));
}

/** A login that waits in KakaoTalk is of KakaoTalk's account, whoever is logged in to the browser beside it. */
function inKakaoTalk(context: RequestContext, request: AuthorizationRequest, browser: Browser): Browser {
  const {emulator} = context;
  const {account} = emulator.store.talk;
  // After a choice of accounts, the chosen one counts.
  const isChosen = request.throughAccount && browser.session !== null;
  if (account === null || isChosen || !isWaitingInTalk(context, request)) return browser;
  const session = {personaId: account, at: emulator.now(), through: null};
  return {...browser, session, persona: findPersona(emulator, account)};
}

function isWaitingInTalk({emulator}: RequestContext, {authTranId}: AuthorizationRequest): boolean {
  return emulator.store.talk.requests.some(({id}) => id === authTranId);
}

function needsLogin({prompts, throughAccount}: AuthorizationRequest, session: BrowserSession, url: URL): boolean {
  const wantsLogin = prompts.some((prompt) => ['login', 'select_account', 'create'].includes(prompt));
  const hasJustLoggedIn = throughAccount && session.through === toRequestId(url.searchParams);
  return wantsLogin && !hasJustLoggedIn;
}

/** POST /oauth/consent: "agree" or "cancel" of the consent screen. */
export async function handleConsent(context: RequestContext): Promise<EmulatorResponse> {
  const {emulator, url, entry} = context;
  const form = await readForm(context);
  const submission = readConsentSubmission(context, form);
  if (!submission) return toExpiredPage(readLanguage(context.request, form ?? url.searchParams));
  const {request, browser, persona, session, ticked} = submission;
  emulator.store.forms.remove(submission.formId);
  if (submission.decision === 'cancel') return respond(context, request, toCancelParameters(request));
  const needs = findConsentNeeds(request, persona, emulator.store.links.find(request.app, persona));
  if (needs && isMissingRequired(needs, ticked)) {
    entry.error = 'required consent missing';
    const page = {...context, url: new URL(`/oauth/authorize${submission.search}`, url)};
    return showConsent(page, request, {browser, persona, needs, ticked});
  }
  if (needs) emulator.store.links.agree(request.app, persona, toConsent(needs, ticked));
  return respond(context, request, issueCode(emulator, request, persona, session.at));
}

/** Null if the form or its request cannot be used any more, or if nobody is logged in. */
function readConsentSubmission(context: RequestContext, form: URLSearchParams | null): ConsentSubmission | null {
  const submitted = readSubmittedForm(context, form);
  if (!form || !submitted) return null;
  const {formId, search} = submitted;
  const request = readAuthorizationRequest(context.emulator, new URLSearchParams(search));
  const decision = form.get('decision');
  if ('koe' in request || (decision !== 'agree' && decision !== 'cancel')) return null;
  const browser = inKakaoTalk(context, request, readBrowser(context));
  const {persona, session} = browser;
  if (!persona || !session || persona.id !== submitted.personaId) return null;
  return {request, browser, persona, session, formId, search, decision, ticked: form.getAll('agree')};
}

function isMissingRequired({items, terms}: ConsentNeeds, ticked: readonly string[]): boolean {
  return (
    items.some(({id, required}) => required && !ticked.includes(`scope:${id}`)) ||
    terms.some(({tag, required}) => required && !ticked.includes(`term:${tag}`))
  );
}

function toConsent({items, terms, channels}: ConsentNeeds, ticked: readonly string[]): Consent {
  return {
    scopes: items.map(({id}) => id).filter((id) => ticked.includes(`scope:${id}`)),
    terms: terms.map(({tag}) => tag).filter((tag) => ticked.includes(`term:${tag}`)),
    channels: channels.map(({publicId}) => publicId).filter((id) => ticked.includes(`channel:${id}`)),
  };
}

function showLogin(context: RequestContext, request: AuthorizationRequest, browser: Browser): EmulatorResponse {
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
  {browser, ...asked}: {readonly browser: Browser} & Pick<ConsentPage, 'persona' | 'needs' | 'ticked'>,
): EmulatorResponse {
  const {emulator, url} = context;
  const {links, sessions} = emulator.store;
  const formId = addPendingForm(context, browser.id, asked.persona.id);
  // A browser that is logged in only by KakaoTalk's account has no session of its own yet.
  if (!isWaitingInTalk(context, request) && !sessions.find(browser.id))
    sessions.signIn(browser.id, asked.persona.id, null);
  return toConsentPage({
    ...asked,
    language: readLanguage(context.request, url.searchParams),
    request,
    formId,
    isLinked: links.find(request.app, asked.persona) !== null,
    setCookie: browser.setCookie,
  });
}

function fail(
  context: RequestContext,
  request: AuthorizationRequest,
  error: string,
  description: string,
): EmulatorResponse {
  return respond(context, request, toErrorParameters(request, error, description));
}

function respond(
  context: RequestContext,
  request: AuthorizationRequest,
  parameters: ResponseParameters,
): EmulatorResponse {
  const {emulator, entry, url} = context;
  entry.error = parameters['error'] ?? null;
  // The page that opened this popup, or handed the login to KakaoTalk, polls code.json for the response.
  if (request.isPopup && request.authTranId !== null) {
    emulator.store.talk.setPollResponse(request.authTranId, parameters);
    emulator.store.talk.removeRequest(request.authTranId);
    return toDonePage(readLanguage(context.request, url.searchParams), 'code' in parameters);
  }
  return toRedirect(toResponseUrl(emulator, request, parameters, toIssuer(url)));
}
