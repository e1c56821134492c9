import type {TemplateResult} from 'lit';
import type {ReportPart} from '../../client/page/developer/load-report.js';
import type {PageRegistry} from '../../client/page/page-registry.js';
import type {Reference, Shared} from './told.js';

/** What of the part copies. */
type CopyPart = Pick<ReportPart, 'toDebugReport' | 'showText'>;

let part: CopyPart | undefined;

/** How long the clipboard is waited for, in milliseconds: some never answer. */
const PATIENCE = 1000;

/** Fetches what the button copies before it is pressed: Safari copies nothing after a press that has waited. */
export function fetchReport(loadReport: Shared['loadReport']): Promise<CopyPart | undefined> {
  return loadReport().then(
    (loaded) => (part = loaded),
    () => undefined,
  );
}

/** The button beside the reference, outside the live region of the message: what a press changes is not told with it. */
export function renderCopy(reference: Reference, {html, loadReport, getPageRegistry}: Shared): TemplateResult {
  const press = ({currentTarget}: Event): void =>
    void copy(
      (currentTarget as Element).parentElement as Element,
      reference,
      part ?? fetchReport(loadReport),
      getPageRegistry(),
    );
  return html`<span
    ><button class="copy" id="copy" type="button" aria-labelledby="copy reference" @click=${press}>
      ${reference.copy}
    </button>
    <span role="status"></span
  ></span>`;
}

/**
 * Copies the page's report, within the press. If the part that makes it is still to come, it copies the reference alone.
 *
 * @param row of the button: here it says that it has copied, or shows what it may not copy
 */
export async function copy(
  row: Element,
  {ref, copied}: Pick<Reference, 'ref' | 'copied'>,
  report: CopyPart | Promise<CopyPart | undefined>,
  registry: PageRegistry,
): Promise<void> {
  const word = row.querySelector('[role]') as Element;
  word.textContent = '';
  row.querySelector('textarea')?.remove();
  const read = (ready?: CopyPart): string => {
    try {
      return ready?.toDebugReport(registry, ref) ?? ref;
    } catch {
      return ref;
    }
  };
  try {
    // Some pages have no clipboard, and then this throws too.
    const written = navigator.clipboard.writeText(read('showText' in report ? report : undefined));
    await Promise.race([written, new Promise((_, reject) => void setTimeout(reject, PATIENCE))]);
    word.textContent = copied;
  } catch {
    const late = await report;
    late?.showText(row, read(late));
  }
}
