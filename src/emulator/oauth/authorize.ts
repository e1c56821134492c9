import {type AuthorizationRequest, readAuthorizationRequest} from './authorization-request.js';
import {
  type AnswerFields,
  isRefusedAsMinor,
  issueCode,
  toAnswerAddress,
  toCancelFields,
  toErrorFields,
  toMinorFields,
} from './authorization-answer.js';
import {readForm, toRedirect} from '../http/responses.js';
import {type Browser, readBrowser} from './browser.js';
import {type ConsentNeeds, findConsentNeeds} from './consent.js';
import type {Fault} from '../faults/faults.js';
import {toConsentPage} from './consent-page.js';
import {toFormTargets, toLoginPage} from './login-page.js';
import {toDonePage, toErrorPage, toExpiredPage} from '../pages/notice.js';
import {readLanguage} from '../pages/texts.js';
import {toRequestId} from './login.js';
import {addPendingForm, readPendingForm} from './answered-form.js';
import type {Persona} from '../store/personas.js';
import {type RequestContext, toIssuer} from '../http/emulator-context.js';

/** GET /oauth/authorize: Kakao's error page, the login page, the consent screen, or the answer at the redirect URI. */
export function handleAuthorize(exchange: RequestContext, fault: Fault | null): Response {
  const {world, url, entry} = exchange;
  const request = readAuthorizationRequest(world, url.searchParams);
  if ('koe' in request) {
    entry.error = request.koe;
    return toErrorPage(readLanguage(exchange.request, url.searchParams), request.koe, request.detail);
  }
  entry.warnings.push(...request.warnings);
  const browser = readBrowser(exchange);
  if (fault?.error !== undefined) {
    return answer(exchange, request, toErrorFields(request, fault.error, fault.errorDescription ?? 'planned failure'));
  }
  return proceed(exchange, request, browser);
}

function proceed(exchange: RequestContext, request: AuthorizationRequest, browser: Browser): Response {
  const {world, url} = exchange;
  const {session, persona} = browser;
  const isSilent = request.prompts.includes('none');
  const wantsLogin = request.prompts.some((prompt) => ['login', 'select_account', 'create'].includes(prompt));
  const justLoggedIn = request.throughAccount && session?.through === toRequestId(url.searchParams);
  if (!session || !persona || (wantsLogin && !justLoggedIn)) {
    if (isSilent) return answer(exchange, request, toErrorFields(request, 'login_required', 'user must login.'));
    return showLogin(exchange, request, browser);
  }
  const link = world.store.links.find(request.app, persona);
  if (isSilent && persona.sanctioned) {
    return answer(exchange, request, toErrorFields(request, 'interaction_required', 'user interaction required.'));
  }
  const needs = findConsentNeeds(request, persona, link);
  if (needs && isSilent) {
    return answer(exchange, request, toErrorFields(request, 'consent_required', 'user consent required.'));
  }
  if (isRefusedAsMinor(request, persona, link !== null)) {
    // Kakao keeps the session. Here the next press may be somebody else's, or a demo would end with this person.
    world.store.sessions.signOut(browser.id);
    return answer(exchange, request, toMinorFields(request));
  }
  if (needs) return showConsent(exchange, request, browser, persona, needs, null);
  return answer(exchange, request, issueCode(world, request, persona, session.at));
}

/** POST /oauth/consent: "agree" or "cancel" of the consent screen. */
export async function handleConsent(exchange: RequestContext): Promise<Response> {
  const {world, url, entry} = exchange;
  const form = await readForm(exchange);
  const language = readLanguage(exchange.request, form ?? url.searchParams);
  const pending = readPendingForm(exchange, form);
  const browser = readBrowser(exchange);
  const {persona, session} = browser;
  const request = pending && readAuthorizationRequest(world, new URLSearchParams(pending.search));
  const decision = form?.get('decision');
  if (!form || !pending || !request || 'koe' in request || !persona || !session) return toExpiredPage(language);
  if (decision !== 'agree' && decision !== 'cancel') return toExpiredPage(language);

  if (decision === 'cancel') {
    world.store.forms.remove(pending.formId);
    return answer(exchange, request, toCancelFields(request));
  }
  const link = world.store.links.find(request.app, persona);
  const needs = findConsentNeeds(request, persona, link);
  const ticked = form.getAll('agree');
  if (needs) {
    const isMissing =
      needs.items.some((item) => item.required && !ticked.includes(`scope:${item.id}`)) ||
      needs.terms.some((term) => term.required && !ticked.includes(`term:${term.tag}`));
    if (isMissing) {
      entry.error = 'required consent missing';
      world.store.forms.remove(pending.formId);
      return showConsent(
        {...exchange, url: toAuthorizeUrl(url, pending.search)},
        request,
        browser,
        persona,
        needs,
        ticked,
      );
    }
    world.store.links.agree(request.app, persona, {
      scopes: needs.items.filter(({id}) => ticked.includes(`scope:${id}`)).map(({id}) => id),
      terms: needs.terms.filter(({tag}) => ticked.includes(`term:${tag}`)).map(({tag}) => tag),
      channels: needs.channels.map(({publicId}) => publicId).filter((id) => ticked.includes(`channel:${id}`)),
    });
  }
  world.store.forms.remove(pending.formId);
  return answer(exchange, request, issueCode(world, request, persona, session.at));
}

function showLogin(exchange: RequestContext, request: AuthorizationRequest, browser: Browser): Response {
  const {world, url} = exchange;
  const formId = addPendingForm(exchange, browser.id);
  return toLoginPage({
    language: readLanguage(exchange.request, url.searchParams),
    prompts: request.prompts,
    loginHint: request.loginHint,
    formTargets: toFormTargets(request.app),
    formId,
    personas: world.personas,
    isLinked: (persona) => world.store.links.find(request.app, persona) !== null,
    current: browser.persona,
    setCookie: browser.setCookie,
  });
}

function showConsent(
  exchange: RequestContext,
  request: AuthorizationRequest,
  browser: Browser,
  persona: Persona,
  needs: ConsentNeeds,
  ticked: readonly string[] | null,
): Response {
  const {world, url} = exchange;
  const formId = addPendingForm(exchange, browser.id);
  // Somebody who is signed in only by KakaoTalk's account has no session of this browser yet.
  if (!world.store.sessions.find(browser.id)) world.store.sessions.signIn(browser.id, persona.id, null);
  return toConsentPage({
    language: readLanguage(exchange.request, url.searchParams),
    request,
    formId,
    persona,
    needs,
    isLinked: world.store.links.find(request.app, persona) !== null,
    ticked,
    setCookie: browser.setCookie,
  });
}

function answer(exchange: RequestContext, request: AuthorizationRequest, fields: AnswerFields): Response {
  const {world, entry} = exchange;
  entry.error = fields['error'] ?? null;
  // A popup, or KakaoTalk's own window: the page that opened it waits at code.json and takes the answer from there.
  if (request.isPopup && request.authTranId !== null) {
    world.store.talk.answerPoll(request.authTranId, fields);
    const language = readLanguage(exchange.request, exchange.url.searchParams);
    return toDonePage(language, 'code' in fields);
  }
  return toRedirect(toAnswerAddress(world, request, fields, toIssuer(exchange.url)));
}

function toAuthorizeUrl(url: URL, search: string): URL {
  return new URL(`/oauth/authorize${search}`, url);
}
