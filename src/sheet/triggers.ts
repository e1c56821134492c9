import {after} from '../shared/after.js';
import type {SheetTriggers} from './options.js';

/** Calls back whenever one of the triggers goes off. The returned function ends it. */
export function watchTriggers({scroll, exit, delay}: SheetTriggers, onTrigger: () => void): () => void {
  const watch = new AbortController();
  const {signal} = watch;
  const {documentElement: root} = document;

  function onScroll(): void {
    const room = root.scrollHeight - innerHeight;
    if (room > 0 && (scrollY / room) * 100 >= Number(scroll)) onTrigger();
  }

  function onLeave({clientY}: MouseEvent): void {
    if (clientY <= 0 && matchMedia('(hover: hover) and (pointer: fine)').matches) onTrigger();
  }

  if (scroll !== undefined) addEventListener('scroll', onScroll, {passive: true, signal});
  if (exit) root.addEventListener('mouseleave', onLeave, {signal});
  const stopWaiting = delay === undefined ? undefined : after(delay * 1000, onTrigger);
  return () => {
    watch.abort();
    stopWaiting?.();
  };
}
