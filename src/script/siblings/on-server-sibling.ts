import type * as onServerPart from '../../client/on-server-part.js';

/** What the file has for a login that ends, or begins, on the server. */
export type OnServerSibling = Omit<typeof onServerPart, 'createKakaoSync'>;
