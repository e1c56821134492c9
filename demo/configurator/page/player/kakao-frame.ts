import type {Arrival, Submission, Visit} from './visit.js';

type Page = Extract<Arrival, {readonly kind: 'page'}>;

interface FrameEvents {
  /** A form of the page is sent. */
  readonly onSubmit: (submission: Submission) => void;
  readonly onEscape: () => void;
}

/**
 * Without `allow-forms`, the page sends nothing by itself. WebKit calls no listener, ours included, in a frame without
 * `allow-scripts`: that none of the page's scripts runs is up to {@link SHELL}.
 */
export const SANDBOX = 'allow-same-origin allow-scripts';

/**
 * The frame's first document. Its policy holds for all pages drawn in it: only inline styles and pictures are allowed.
 * No script, no request.
 */
export const SHELL = `<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'"><title></title></head><body></body></html>`;

/**
 * Draws a page into the frame, whose document stays the same: the browser's history gets no entry.
 * @param takesFocus whether its heading gets the focus
 */
export async function drawPage(frame: HTMLIFrameElement, page: Page, visit: Visit, takesFocus: boolean): Promise<void> {
  const parsed = new DOMParser().parseFromString(page.text, 'text/html');
  for (const script of parsed.querySelectorAll('script')) script.remove();
  await Promise.all([...parsed.querySelectorAll('img')].map((image) => fillImage(image, page.url, visit)));
  const shown = frame.contentDocument;
  if (!shown) return;
  shown.replaceChild(shown.adoptNode(parsed.documentElement), shown.documentElement);
  frame.contentWindow?.scrollTo(0, 0);
  if (takesFocus) focusHeading(frame, shown);
}

/** Puts a picture into its page: the frame may load none. */
async function fillImage(image: HTMLImageElement, from: URL, visit: Visit): Promise<void> {
  const address = image.getAttribute('src') ?? '';
  if (address.startsWith('data:')) return;
  const svg = await visit.load(new URL(address, from));
  if (svg === null) image.remove();
  else image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** Moves the focus to the start of the page, for keyboards and screen readers. */
function focusHeading(frame: HTMLIFrameElement, shown: Document): void {
  const heading = shown.querySelector<HTMLElement>('h1');
  if (!heading) return;
  heading.tabIndex = -1;
  heading.style.outline = 'none';
  frame.contentWindow?.focus();
  // The header above it names the site.
  heading.focus({preventScroll: true});
}

/** Takes over what the page would do: presses by pointer and keyboard, links, and the forms that they send. */
export function takeOver(frame: HTMLIFrameElement, {onSubmit, onEscape}: FrameEvents): void {
  const shown = frame.contentDocument;
  shown?.addEventListener('click', (event) => {
    const target = event.target as Element;
    if (target.closest('a')) event.preventDefault();
    const button = target.closest<HTMLButtonElement>('button');
    const {form} = button ?? {};
    if (!button || !form) return;
    event.preventDefault();
    if (button.formNoValidate || form.reportValidity()) onSubmit(readForm(form, button));
  });
  shown?.addEventListener('submit', (event) => event.preventDefault());
  shown?.addEventListener('keydown', ({key}) => {
    if (key === 'Escape') onEscape();
  });
}

function readForm(form: HTMLFormElement, {name, value}: HTMLButtonElement): Submission {
  const body = new URLSearchParams();
  // An entry that is no text would be a file; these forms have none.
  for (const [field, entry] of new FormData(form)) if (typeof entry === 'string') body.append(field, entry);
  if (name) body.append(name, value);
  return {action: form.getAttribute('action') ?? '', body};
}
