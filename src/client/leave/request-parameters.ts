import {withOpenId, type AuthorizationRequest} from '../../oauth/authorization-request.js';
import {omitUndefined} from '../../shared/fields.js';
import type {Settings} from '../state/config.js';
import type {Press} from './press.js';

/** The request with all that a press asks for: the button's own parameters, before the page's; only what is there. */
export function withParameters(
  request: AuthorizationRequest,
  {options, asked, failed, settings: page}: Pick<Press, 'options' | 'asked' | 'failed' | 'settings'>,
): AuthorizationRequest {
  // A consent asks for nothing but what it names.
  const settings: Partial<Settings> = asked ? {} : page;
  const scope = toList(options.scope, settings.scope);
  return {
    ...request,
    ...omitUndefined({
      prompt: toPrompt(toList(options.prompt), failed),
      scope: scope && withOpenId(scope),
      serviceTerms: toList(options.serviceTerms, settings.serviceTerms),
      loginHint: toText(options.loginHint, settings.loginHint),
      channelPublicId: toList(settings.channelPublicId),
    }),
  };
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
  return toText(...values)?.replace(/ *, */g, ',');
}
