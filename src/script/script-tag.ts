import type {KakaoSync} from '../client/page/page-client.js';
import {ATTRIBUTES, type KakaoSyncConfig} from '../client/state/config.js';

/** How a button looks: `data-` attributes of a placeholder, else of the script's tag. */
const LOOK = {label: 'label', layout: 'layout', size: 'size', prompt: 'prompt', lastUsed: 'last-used'} as const;

/**
 * Sets the page up from the script's own tag, and draws a button in every `[data-kakao-login]`, or where there is none,
 * where the tag stands. Configuration comes from the tag alone: a placeholder says only how its button looks.
 */
export function startFromTag(tag: HTMLScriptElement, create: (config: KakaoSyncConfig) => KakaoSync): void {
  const config: KakaoSyncConfig = Object.fromEntries(
    ATTRIBUTES.filter((name) => hasOwn(tag.dataset, name)).map((name) => [name, tag.dataset[name]]),
  );
  void create(config).start();

  const place = (): void => {
    const placeholders = document.querySelectorAll<HTMLElement>('[data-kakao-login]:not(script)');
    for (const placeholder of placeholders) {
      const button = createButton(placeholder.dataset, tag.dataset);
      // A link or a button cannot hold a button: it makes room for it.
      if (placeholder.matches('a, button')) placeholder.replaceWith(button);
      else placeholder.replaceChildren(button);
    }
    if (placeholders.length === 0 && tag.closest('body')) tag.after(createButton(tag.dataset, {}));
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', place, {once: true});
  else place();
}

function createButton(own: DOMStringMap, common: DOMStringMap): HTMLElement {
  const button = document.createElement('kakao-login-button');
  const read = (name: string): string | undefined =>
    hasOwn(own, name) ? own[name] : hasOwn(common, name) ? common[name] : undefined;
  for (const [name, attribute] of Object.entries(LOOK)) {
    const value = read(name);
    if (value !== undefined) button.setAttribute(attribute, value);
  }
  for (const [name, slot] of [
    ['text', 'label'],
    ['bubble', 'bubble'],
  ] as const) {
    const text = read(name);
    if (!text) continue;
    const span = document.createElement('span');
    span.slot = slot;
    span.textContent = text;
    button.append(span);
  }
  return button;
}

function hasOwn(object: object, name: string): boolean {
  return Object.prototype.hasOwnProperty.call(object, name);
}
