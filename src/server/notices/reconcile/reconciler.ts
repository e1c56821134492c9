import {sleep} from '../../base/sleep.js';
import {reconcile} from './reconcile.js';
import {checkReconcileOptions, type Reconciliation, type ReconcileOptions} from './options.js';
import type {ReconcileRun} from './run.js';

/** Makes calls of `reconcile`, and ends them. */
export interface Reconciler {
  /** @throws KakaoSyncError `config_invalid` if an option is wrong; as `reconcile` */
  run(options: ReconcileOptions): Promise<Reconciliation>;
  /** Aborts what is under way, and waits until nothing of it uses the store. */
  stop(): Promise<void>;
}

/** @param open what a call works with; it rejects if the store cannot be opened, or there is no admin key */
export function createReconciler(open: () => Promise<Omit<ReconcileRun, 'options' | 'sleep' | 'signal'>>): Reconciler {
  const running = new Map<Promise<unknown>, AbortController>();
  return {
    async run(options) {
      checkReconcileOptions(options);
      const controller = new AbortController();
      const {signal} = options;
      const abort = (): void => controller.abort(signal?.reason);
      if (signal?.aborted) abort();
      signal?.addEventListener('abort', abort);
      const start = async (): Promise<Reconciliation> =>
        reconcile({...(await open()), options, sleep, signal: controller.signal});
      const call = start();
      running.set(call, controller);
      try {
        return await call;
      } finally {
        running.delete(call);
        signal?.removeEventListener('abort', abort);
      }
    },
    async stop() {
      for (const controller of running.values()) controller.abort();
      await Promise.allSettled(running.keys());
    },
  };
}
