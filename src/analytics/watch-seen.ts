import {getPresentRegistry} from '../client/page/page-registry.js';

/** Calls back once, when a login button is seen. Buttons may come late. */
export function watchSeen(callback: () => void): () => void {
  const watch = new IntersectionObserver(
    (entries) => {
      // Half of a button is enough.
      if (!entries.some(({intersectionRatio}) => intersectionRatio >= 0.5)) return;
      stop();
      callback();
    },
    {threshold: 0.5},
  );
  const observe = (): void => {
    for (const [element, kind] of getPresentRegistry().speakers) {
      if (kind === 'login' && (element as {purpose?: unknown}).purpose !== 'link') watch.observe(element);
    }
  };
  const changes = new MutationObserver(observe);
  changes.observe(document, {childList: true, subtree: true});
  const stop = (): void => {
    watch.disconnect();
    changes.disconnect();
  };
  observe();
  return stop;
}
