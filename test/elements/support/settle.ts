import type {LitElement} from 'lit';

/** An element, which may take its time to draw what it knows. */
export type Drawn = Element & Partial<Pick<LitElement, 'updateComplete'>>;

/** Waits until elements have drawn what they know. */
export async function settle(...elements: Drawn[]): Promise<void> {
  // A mutation observer's turn comes first.
  await new Promise<void>((resolve) => {
    queueMicrotask(resolve);
  });
  for (const element of elements) await element.updateComplete;
}
