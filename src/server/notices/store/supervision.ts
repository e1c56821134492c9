/** Work that is done now and then, by a process with workers. */
export interface Supervision {
  start(): void;
  /** Waits for what is being done. */
  stop(): Promise<void>;
}

/** @param supervise never rejects */
export function createSupervision(supervise: () => Promise<void>, pauseMs: number): Supervision {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;
  let isOn = false;
  const run = (): void => {
    running = supervise().then(() => {
      if (isOn) timer = setTimeout(run, pauseMs);
    });
  };
  return {
    start: () => {
      if (isOn) return;
      isOn = true;
      run();
    },
    stop: async () => {
      isOn = false;
      clearTimeout(timer);
      await running;
    },
  };
}
