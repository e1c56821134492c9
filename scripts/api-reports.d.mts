/** The folder of the committed reports. */
export const REPORTS: string;
/** The reports of a built package: the text of each by the name of its file. */
export function makeReports(root?: string): Map<string, string>;
