import {startAnalytics} from 'kakao-sync-widget/analytics';
import type {KakaoSync} from 'kakao-sync-widget/client';

/** A cookie with the visitor's choice, for a year: the shop takes nothing without its `yes`. */
const CHOICE = 'measuring';
const YEAR = 365 * 24 * 60 * 60;

/** Sends an event to the shop, also as the page is left. The campaign is read from this page's address and kept nowhere. */
function sendToShop(name: string, fields: Readonly<Record<string, unknown>>): void {
  const address = new URLSearchParams(location.search);
  const readLabel = (parameter: string): string | undefined => address.get(parameter)?.slice(0, 100);
  const {variant, purpose, event_id} = fields;
  const event = {
    name,
    campaign: readLabel('utm_campaign'),
    source: readLabel('utm_source'),
    variant,
    purpose,
    event_id,
  };
  navigator.sendBeacon('/measure', new Blob([JSON.stringify(event)], {type: 'application/json'}));
}

/** Tells the shop what happens to logins, once the visitor has allowed it. */
export function measure(client: KakaoSync): void {
  const analytics = startAnalytics(client, {
    way: sendToShop,
    needsConsent: true,
    // The shop counts no page views, and has no sheet.
    names: {kakao_sync_ready: false, kakao_sync_sheet_view: false, kakao_sync_sheet_close: false},
  });
  const chosen = readChoice();
  if (chosen !== undefined) analytics.consent(chosen === 'yes');

  const question = document.querySelector<HTMLElement>('[data-measuring]');
  for (const button of question?.querySelectorAll<HTMLButtonElement>('[data-choice]') ?? []) {
    button.addEventListener('click', () => {
      const choice = button.dataset['choice'] === 'yes' ? 'yes' : 'no';
      const secure = location.protocol === 'https:' ? '; Secure' : '';
      document.cookie = `${CHOICE}=${choice}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
      analytics.consent(choice === 'yes');
      if (question) question.hidden = true;
      document.querySelector('main')?.focus({preventScroll: true});
    });
  }
  document.querySelector('[data-measuring-again]')?.addEventListener('click', () => {
    if (!question) return;
    question.hidden = false;
    question.scrollIntoView({block: 'center'});
    question.focus({preventScroll: true});
  });
}

function readChoice(): string | undefined {
  return new RegExp(`(?:^|; )${CHOICE}=(yes|no)(?:;|$)`).exec(document.cookie)?.[1];
}
