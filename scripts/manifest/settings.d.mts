export interface Setting {
  readonly property: string;
  /** Of those that have one. */
  readonly attribute?: string;
  readonly type: string;
  readonly description: string;
  readonly default?: string;
}
/** The file that is read. */
export const CONFIG: string;
/** What `<kakao-sync>` takes; `text` instead of the file on disk. */
export function readSettings(text?: string): readonly Setting[];
