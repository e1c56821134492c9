import type {App} from './state.js';

/**
 * Copies a text and tells so. If the clipboard is refused, selects what shows the text.
 *
 * @param shown the element with the text; none if nothing shows it
 * @returns whether it was copied
 */
export async function copyText(app: App, text: string, shown?: Element | null, told?: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    app.set({told: told ?? app.texts.copied});
    return true;
  } catch {
    app.set({told: app.texts.select});
    if (shown) select(shown);
    return false;
  }
}

export function select(shown: Element): void {
  if (shown instanceof HTMLTextAreaElement) shown.select();
  else getSelection()?.selectAllChildren(shown);
}

/** Saves a text as a file of the reader's. */
export function saveText(fileName: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], {type: 'text/plain;charset=utf-8'}));
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(link.href);
}
