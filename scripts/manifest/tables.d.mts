/** A page with its tables of attributes filled in, and the attributes that it does not describe. */
export function fillTables(text: string, manifest: object, page: string): {text: string; missing: string[]};
