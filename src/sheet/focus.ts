type Focusable = Partial<Pick<HTMLElement, 'focus'>>;

/**
 * Has Escape close the sheet, and a dialog hold the focus.
 *
 * @param host the sheet's element
 * @param root its shadow root
 * @returns ends it. The focus goes back to where it was, if it is inside
 */
export function keepFocus(
  host: HTMLElement,
  root: ShadowRoot,
  panel: HTMLElement,
  isModal: boolean,
  onClose: () => void,
): () => void {
  const watch = new AbortController();
  const {signal} = watch;
  const isInside = (): boolean => document.activeElement === host;
  let before: Focusable | null = isModal ? (document.activeElement as Focusable | null) : null;

  function onKey(event: KeyboardEvent): void {
    const {activeElement} = document;
    const isOurs = isModal || isInside() || !activeElement || activeElement === document.body;
    // A menu or a dialog of the page's own may have been closed by it.
    if (event.key === 'Escape' && isOurs && !event.defaultPrevented && !event.isComposing) onClose();
    else if (event.key === 'Tab' && isModal) {
      event.preventDefault();
      moveFocus(root, event.shiftKey);
    }
  }

  document.addEventListener('keydown', onKey, {signal});
  if (isModal) {
    document.addEventListener('focusin', () => isInside() || panel.focus(), {signal});
    panel.focus();
  } else {
    panel.addEventListener(
      'focusin',
      ({relatedTarget}) => {
        const from = relatedTarget as Node | null;
        if (from && from.getRootNode() !== root) before = from as Focusable;
      },
      {signal},
    );
  }
  return () => {
    watch.abort();
    if (isModal || isInside()) before?.focus?.();
  };
}

/**
 * To the next of what can be focused, or back to the one before, in a ring: engines differ in what Tab reaches. The login
 * button may have a message with controls of its own.
 */
function moveFocus(root: ShadowRoot, isBack: boolean): void {
  const all = [...root.querySelectorAll<HTMLElement>('kakao-login-button, button')].flatMap((one) =>
    one.shadowRoot ? [...one.shadowRoot.querySelectorAll<HTMLElement>('a, button')] : one,
  );
  const {activeElement} = root;
  const at = all.indexOf((activeElement?.shadowRoot?.activeElement ?? activeElement) as HTMLElement);
  all.at(isBack ? Math.max(at, 0) - 1 : (at + 1) % all.length)?.focus();
}
