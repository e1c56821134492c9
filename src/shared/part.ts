import {KakaoSyncError} from './kakao-sync-error.js';

/**
 * A part of the code that a page loads when it needs it. It is there at once on pages whose build holds all parts
 * (`kakao-sync-widget/eager`, the script tag).
 */
export interface Part<Content> {
  /** What it holds; null until it has been loaded. */
  readonly content: Content | null;
  /**
   * Loads it, once for all who ask. A load that has failed is tried again by the next call.
   *
   * @throws {KakaoSyncError} `part_unavailable`
   */
  load(): Promise<Content>;
  /** Takes its content from a build that has it already. */
  provide(content: Content): void;
}

/** @param fetchPart an `import()` in an arrow function, so that bundlers see its address */
export function definePart<Content>(fetchPart: () => Promise<Content>): Part<Content> {
  let content: Content | null = null;
  let loading: Promise<Content> | undefined;
  const part: Part<Content> = {
    get content() {
      return content;
    },
    load() {
      if (content) return Promise.resolve(content);
      // Not `await`: an import that throws at once is caught as well.
      return (loading ??= Promise.resolve()
        .then(fetchPart)
        .then((loaded) => {
          // Vite's import gives nothing if it fails and the page has prevented `vite:preloadError`.
          if (!loaded) throw new Error();
          part.provide(loaded);
          return loaded;
        })
        .catch((cause: unknown) => {
          loading = undefined;
          throw new KakaoSyncError('part_unavailable', undefined, cause);
        }));
    },
    provide(given) {
      content = given;
    },
  };
  return part;
}

/** Runs with a part's content: at once if it is there, else when somebody else has loaded it or this call has. */
export function withPart<Content, Result>(
  part: Part<Content>,
  run: (content: Content) => Result | Promise<Result>,
): Promise<Result> {
  return part.content ? Promise.resolve(run(part.content)) : part.load().then(run);
}
