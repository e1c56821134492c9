import type {PageReport, ReportRequest} from '../../shared/wire.js';
import {RequestError} from '../base/request-error.js';
import type {ServerContext} from '../login/server-context.js';
import type {RequestReporter} from '../options/reports/report.js';

/**
 * Hands a page's report on to the site. It has nothing to do with who is signed in, and that the site's function fails is
 * no business of the page.
 *
 * @throws RequestError `rate_limited`
 */
export async function takeReport(
  {checkLimit, hooks}: Pick<ServerContext, 'checkLimit' | 'hooks'>,
  request: Request,
  {code, ref, release, browser}: ReportRequest,
  log: RequestReporter,
): Promise<void> {
  await checkLimit(request, log);
  const report: PageReport = {code, ref, release, browser};
  try {
    await hooks.onReport?.(report);
  } catch (thrown) {
    if (!(thrown instanceof RequestError)) throw thrown;
    log.warn(thrown);
  }
}
