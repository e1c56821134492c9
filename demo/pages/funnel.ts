import {html} from 'hono/html';
import {FUNNEL_PATH} from '../funnel/routes.js';
import {
  ALARM,
  countLost,
  type FunnelReport,
  type FunnelRow,
  isAlarming,
  type Numbers,
  type Span,
  SPANS,
  STAGES,
} from '../funnel/numbers.js';
import type {Text} from '../text/text.js';
import {type Markup, type PageContext, renderPage} from './layout.js';

/** The contents of the page of numbers. */
export interface FunnelParts {
  readonly days: Span;
  readonly report: FunnelReport;
}

/** The funnel by campaign: an alarm, a chart, the same numbers as a table, and a file to download. */
export function renderFunnel(page: PageContext, {days, report}: FunnelParts): Markup {
  const {text, assets} = page;
  const {funnel} = text;
  const {rows, isSample} = report;
  const main = html`<div class="wrap funnel">
    <h1 class="page-title">${funnel.title}</h1>
    <p class="page-lead">${funnel.lead}</p>
    ${renderSpans(text, days, isSample)}
    ${isSample ? html`<p class="message" data-sample>${funnel.sampleNote}</p>` : ''} ${renderAlarm(text, report)}
    ${
      rows.length === 0
        ? html`<section class="panel">
            <p class="empty">${funnel.nothing}</p>
            <p><a href="${FUNNEL_PATH}?numbers=sample">${funnel.showSample}</a></p>
          </section>`
        : html`<section class="panel" aria-labelledby="chart">
              <h2 id="chart">${funnel.chart}</h2>
              <div class="funnel-chart" data-chart="funnel-table">
                <canvas role="img" aria-label="${funnel.chartLabel}"></canvas>
              </div>
            </section>
            ${renderTable(text, report)}
            <p class="funnel-file">
              <a class="button quiet" href="${FUNNEL_PATH}.csv?${toQuery(days, isSample)}" download>${funnel.csv}</a>
              ${isSample ? '' : html`<a href="${FUNNEL_PATH}?numbers=sample">${funnel.showSample}</a>`}
            </p>`
    }
    <script type="module" src="${assets.funnel}"></script>
  </div>`;
  return renderPage(page, {title: funnel.title, main, isForOperator: true});
}

function toQuery(days: Span, isSample: boolean): string {
  return isSample ? 'numbers=sample' : `days=${days}`;
}

function renderSpans({funnel}: Text, days: Span, isSample: boolean): Markup {
  return html`<nav class="funnel-spans" aria-label="${funnel.span}">
    ${SPANS.map(
      (span) =>
        html`<a href="${FUNNEL_PATH}?days=${span}" ${!isSample && span === days ? 'aria-current="true"' : ''}
          >${funnel.spans[span]}</a
        >`,
    )}
  </nav>`;
}

function renderAlarm({funnel}: Text, {rows, total}: FunnelReport): Markup {
  const alarming = rows.filter(isAlarming);
  const lines = [
    ...alarming.map((row) => toAlarm(funnel, toLabel(row, funnel), row)),
    ...(alarming.length === 0 && isAlarming(total) ? [toAlarm(funnel, funnel.total, total)] : []),
  ];
  const rule = html`<p class="empty">${funnel.alarmRule(ALARM.starts, ALARM.share * 100)}</p>`;
  if (lines.length === 0) {
    return html`<section class="panel" aria-labelledby="alarm">
      <h2 id="alarm">${funnel.alarm}</h2>
      <p data-no-alarm>${funnel.noAlarm}</p>
      ${rule}
    </section>`;
  }
  return html`<section class="panel funnel-alarm" aria-labelledby="alarm">
    <h2 id="alarm"><span aria-hidden="true">⚠ </span>${funnel.alarming}</h2>
    <ul>
      ${lines.map((line) => html`<li data-alarm>${line}</li>`)}
    </ul>
    <p>${funnel.alarmAdvice}</p>
    ${rule}
  </section>`;
}

function toAlarm({lost}: Text['funnel'], label: string, numbers: Numbers): string {
  const count = countLost(numbers);
  return lost(label, numbers.starts, count, Math.round((count / numbers.starts) * 100));
}

/** A row's name: its campaign, and what else tells it from others. */
function toLabel({campaign, source, variant}: FunnelRow, {noCampaign}: Text['funnel']): string {
  return [campaign || noCampaign, source, variant].filter(Boolean).join(' · ');
}

/** The chart is drawn from the table, so that both say the same. */
function renderTable({funnel}: Text, {rows, total}: FunnelReport): Markup {
  const {columns} = funnel;
  return html`<section class="panel">
    <h2 id="numbers">${funnel.table}</h2>
    <div class="funnel-table" role="region" aria-labelledby="numbers" tabindex="0">
      <table id="funnel-table">
        <thead>
          <tr>
            ${[columns.campaign, columns.source, columns.variant].map((name) => html`<th scope="col">${name}</th>`)}
            ${STAGES.map((stage) => html`<th scope="col" data-stage="${stage}">${columns[stage]}</th>`)}
            <th scope="col">${columns.lost}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr data-label="${toLabel(row, funnel)}">
                <th scope="row">${row.campaign || funnel.noCampaign}</th>
                <td>${row.source || '–'}</td>
                <td>${row.variant || '–'}</td>
                ${renderNumbers(funnel, row)}
              </tr>`,
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colspan="3">${funnel.total}</th>
            ${renderNumbers(funnel, total)}
          </tr>
        </tfoot>
      </table>
    </div>
  </section>`;
}

function renderNumbers({check}: Text['funnel'], numbers: Numbers): Markup {
  return html`${STAGES.map((stage) => html`<td data-stage="${stage}">${numbers[stage]}</td>`)}
    <td data-lost>${countLost(numbers)}${isAlarming(numbers) ? html` <strong>${check}</strong>` : ''}</td>`;
}
