/** The file that is written. */
export const JSX: string;
/** Its text, by a manifest. */
export function toJsx(manifest: object): Promise<string>;
