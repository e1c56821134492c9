/**
 * Waits for a time, or forever.
 * @param milliseconds null: forever
 * @param signals each ends the wait
 * @throws the reason of the signal that ends it.
 */
export function wait(milliseconds: number | null, signals: readonly AbortSignal[]): Promise<void> {
  const signal = AbortSignal.any([...signals]);
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const timer = milliseconds === null ? null : setTimeout(finish, milliseconds);
    const stop = (): void => {
      if (timer) clearTimeout(timer);
      reject(signal.reason as Error);
    };
    function finish(): void {
      signal.removeEventListener('abort', stop);
      resolve();
    }
    signal.addEventListener('abort', stop, {once: true});
  });
}
