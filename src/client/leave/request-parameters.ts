import {withOpenId, type AuthorizationRequest} from '../../oauth/authorization-request.js';
import {omitUndefined} from '../../shared/fields.js';
import {readNames, splitList, toItemProblems, type Settings} from '../state/config.js';
import type {LoginOptions} from '../state/login-options.js';
import type {Problem} from '../state/problem.js';
import type {Press} from './press.js';

/** The request with all that a press asks for: the button's own parameters, before the page's; only what is there. */
export function withParameters(
  request: AuthorizationRequest,
  {options, asked, failed, settings: page}: Pick<Press, 'options' | 'asked' | 'failed' | 'settings'>,
): AuthorizationRequest {
  // A consent asks for nothing but what it names.
  const settings: Partial<Settings> = asked ? {} : page;
  const scope = toNames(options.scope, settings.scope)[0].join();
  return {
    ...request,
    ...omitUndefined({
      prompt: toPrompt(toList(options.prompt), failed),
      scope: scope ? withOpenId(scope) : undefined,
      serviceTerms: toNames(options.serviceTerms, settings.serviceTerms)[0].join() || undefined,
      loginHint: toText(options.loginHint, settings.loginHint),
      channelPublicId: toList(settings.channelPublicId),
    }),
  };
}

/** The entries in a press's own lists that cannot be names: they are not asked for. */
export function findRefusedNames({scope, serviceTerms}: Pick<LoginOptions, 'scope' | 'serviceTerms'>): Problem[] {
  return [scope, serviceTerms].flatMap((list) => toItemProblems(toNames(list)[1]));
}

function toNames(...values: unknown[]): ReturnType<typeof readNames> {
  return readNames(splitList(toText(...values) ?? ''));
}

function toPrompt(given?: string, failed = ''): string | undefined {
  // What could not be done in silence may be done with a screen.
  if (failed === 'kakao_interaction_required' && /none/.test(given ?? '')) return undefined;
  // Kakao would take the account again that was the wrong one.
  return given ?? (/^(already_linked|different_account|link_unproven)$/.test(failed) ? 'select_account' : undefined);
}

/** The first that is a text: a button's property may be anything. An empty one asks for nothing. */
function toText(...values: unknown[]): string | undefined {
  return values.find((value) => typeof value === 'string') || undefined;
}

function toList(...values: unknown[]): string | undefined {
  return splitList(toText(...values) ?? '').join() || undefined;
}
