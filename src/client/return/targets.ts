import {readReturnTarget} from '../../shared/return-target.js';
import type {ClientContext} from '../page/client-context.js';

/** The first path that a visitor may be sent to. */
export function findTarget(
  {ports, config}: Pick<ClientContext, 'ports' | 'config'>,
  targets: readonly unknown[],
): string | undefined {
  const {redirectUri, endpoint} = config().settings;
  const rules = {origin: ports.address().origin, redirectUri, endpoint};
  return targets.map((target) => readReturnTarget(target, rules)).find(Boolean) ?? undefined;
}

/** Whether a target is this very page, hash apart. */
export function isHere({ports}: Pick<ClientContext, 'ports'>, to: string): boolean {
  const {pathname, search} = ports.address();
  return to.split('#')[0] === pathname + search;
}
