import {html} from 'hono/html';
import {FUNNEL_PATH} from '../funnel/routes.js';
import type {FailedNotice, Notice, NoticeCounts} from 'kakao-sync-widget/server/notices';
import {type Text, toMoment} from '../text/text.js';
import type {UnfinishedList} from '../unfinished-signups.js';
import {type Markup, type PageContext, renderPage} from './layout.js';

/** The result of a press on the operator's page. */
export type OperatorResult = 'replayed' | 'discarded' | 'missing';

/** The contents of the operator's page. */
export interface OperatorParts {
  readonly counts: NoticeCounts;
  readonly failures: readonly FailedNotice[];
  /** Null if Kakao could not be asked. */
  readonly signups: UnfinishedList | null;
  readonly result: OperatorResult | null;
}

/** Notices from Kakao that wait or were given up, and signups that have not ended. It names no person. */
export function renderOperator(page: PageContext, {counts, failures, signups, result}: OperatorParts): Markup {
  const {text, language} = page;
  const {operator} = text;
  const oldest = counts.oldestAt === null ? null : toMoment(new Date(counts.oldestAt), language);
  const main = html`<div class="wrap narrow">
    <h1 class="page-title">${operator.title}</h1>
    <p class="page-lead">${operator.lead}</p>
    ${result === null ? '' : html`<p class="message" role="status">${operator.result[result]}</p>`}
    <section class="panel" aria-labelledby="counts">
      <h2 id="counts">${operator.state}</h2>
      <dl class="counts">
        <dt>${operator.waiting}</dt>
        <dd data-waiting>${counts.waiting}</dd>
        <dt>${operator.failed}</dt>
        <dd data-failed>${counts.failed}</dd>
      </dl>
      ${oldest === null ? '' : html`<p class="empty">${operator.oldest(oldest)}</p>`}
    </section>
    <section class="panel" aria-labelledby="failures">
      <h2 id="failures">${operator.failures}</h2>
      ${
        failures.length === 0
          ? html`<p class="empty">${operator.noFailures}</p>`
          : html`<ul class="failures">
              ${failures.map((failure) => renderFailure(page, failure))}
            </ul>`
      }
    </section>
    ${renderUnfinished(text, signups)}
    <p class="operator-more"><a href="${FUNNEL_PATH}">${text.funnel.title}</a></p>
  </div>`;
  return renderPage(page, {title: operator.title, main, isForOperator: true});
}

function renderUnfinished({operator}: Text, signups: UnfinishedList | null): Markup {
  return html`<section class="panel" aria-labelledby="unfinished">
    <h2 id="unfinished">${operator.unfinished}</h2>
    ${
      signups === null
        ? html`<p class="empty">${operator.kakaoSilent}</p>`
        : html`<p data-unfinished="${signups.kakaoIds.length}">
              ${signups.kakaoIds.length === 0 ? operator.allFinished : operator.unfinishedCount(signups.kakaoIds.length)}
            </p>
            ${signups.isWhole ? '' : html`<p class="empty">${operator.firstAccounts}</p>`}`
    }
    <p class="empty">${operator.unfinishedRule}</p>
  </section>`;
}

function renderFailure({text, language}: PageContext, {notice, failedAt}: FailedNotice): Markup {
  const {operator} = text;
  const name = toNoticeName(text, notice);
  return html`<li>
    <div>
      <p class="order-name">${name}</p>
      <p class="order-option">
        ${operator.happened(toMoment(new Date(notice.at), language))}<br />${operator.gaveUp(toMoment(new Date(failedAt), language))}
      </p>
      <p class="order-option"><code>${notice.eventId}</code></p>
    </div>
    <form method="post" action="/operator">
      <input type="hidden" name="eventId" value="${notice.eventId}" />
      <button class="button quiet" name="action" value="replay" aria-label="${name}: ${operator.replay}">
        ${operator.replay}
      </button>
      <button class="button quiet" name="action" value="discard" aria-label="${name}: ${operator.discard}">
        ${operator.discard}
      </button>
    </form>
  </li>`;
}

function toNoticeName({operator}: Text, {kind, event}: Notice): string {
  switch (kind) {
    case 'unlink':
      return operator.events.unlink;
    case 'channel':
      return event === 'added' ? operator.events.added : operator.events.blocked;
    case 'account':
      return operator.events.account(event);
  }
}
