/** Where a file beside the tag leaves what it has: on its own tag, so that whoever has inserted that gets it and nobody else. */
const PART: unique symbol = Symbol.for('kakao-sync-widget.part');

/** The tag of such a file. */
export interface PartScript<Part> extends HTMLScriptElement {
  [PART]: Part;
}

/** Leaves what the running file has. */
export function leavePart(part: unknown): void {
  // The file runs as a classic script, which has its tag.
  (document.currentScript as PartScript<unknown>)[PART] = part;
}

/** What a file has left. */
export function takePart<Part>(script: PartScript<Part>): Part {
  return script[PART];
}
