/** Elements to be placed. They are placed together, because a write between two readings would make the browser lay out again. */
const waiting = new Set<HTMLElement>();

/** Where the bubble and the message of an element are. They may be wider than it. */
export function findPlaced(host: HTMLElement): HTMLElement[] {
  const parts = host.shadowRoot?.querySelectorAll<HTMLElement>('[part="bubble"]:not([hidden]), .alert, .note') ?? [];
  return [...parts].filter((part) => part.childElementCount > 0);
}

/** Moves bubble and message of an element sideways, as far as an edge of the screen would cut them. */
export function keepOnScreen(host: HTMLElement): void {
  if (waiting.size === 0) queueMicrotask(placeAll);
  waiting.add(host);
}

/** Those that are placed again when they are drawn, or they or the window have another size. */
const placed = new Set<HTMLElement>();
let sizes: ResizeObserver | undefined;

/** Keeps bubble and message of an element on the screen, until it is removed. */
export function watchSize(host: HTMLElement): void {
  placed.add(host);
  sizes ??= new ResizeObserver((entries) => {
    for (const {target} of entries) keepOnScreen(target as HTMLElement);
  });
  sizes.observe(host);
  // The same function is added once.
  host.ownerDocument.defaultView?.addEventListener('resize', placePlaced);
}

export function unwatchSize(host: HTMLElement): void {
  placed.delete(host);
  sizes?.unobserve(host);
}

function placePlaced(): void {
  for (const host of placed) keepOnScreen(host);
}

function placeAll(): void {
  // A hidden element is placed when it is shown: then its size changes. An account that shows nothing but a message has no width.
  const hosts = [...waiting].filter((host) => host.getClientRects().length > 0);
  waiting.clear();
  const parts = hosts.flatMap((host) => findPlaced(host).map((part) => ({host, part})));
  for (const {part} of parts) part.style.setProperty('--shift', '0px');
  const shifts = parts.map(({host, part}) => ({part, shift: toShift(part, host)}));
  for (const {part, shift} of shifts) part.style.setProperty('--shift', `${shift}px`);
}

/** How far a part goes sideways to be on the screen. It never leaves the element that it belongs to. */
function toShift(part: Element, host: Element): number {
  const boxes = [part, ...part.children].map((box) => box.getBoundingClientRect()).filter(({width}) => width);
  const left = Math.min(...boxes.map((box) => box.left));
  const right = Math.max(...boxes.map((box) => box.right));
  const place = host.getBoundingClientRect();
  const room = host.ownerDocument.documentElement.clientWidth;
  // In whole pixels: half of one would let the page scroll.
  const wanted = Math.max(Math.ceil(-left), Math.min(0, Math.floor(room - right)));
  return Math.min(Math.max(0, place.left - left), Math.max(Math.min(0, place.right - right), wanted)) || 0;
}
