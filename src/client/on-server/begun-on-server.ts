import {parseJson, readString, toFields} from '../../shared/fields.js';
import {keepJson} from '../page/kept/stored-json.js';
import type {ClientPorts} from '../page/ports/ports.js';

type Storages = Pick<ClientPorts, 'localStorage' | 'sessionStorage'>;

const KEY = 'ks.url';

/** The login that the backend has started last for this browser; its cookie is the backend's to remove. */
export function readBegun({localStorage, sessionStorage}: Storages): {
  readonly id?: string | undefined;
  readonly returnTo?: string | undefined;
} {
  const {id, returnTo} = toFields(parseJson(localStorage.get(KEY) ?? sessionStorage.get(KEY)));
  return {id: readString(id), returnTo: readString(returnTo)};
}

/** Notes one that is about to leave: KakaoTalk may come back in another tab. */
export function keepBegun({localStorage, sessionStorage}: Storages, begun: object): void {
  if (!keepJson(localStorage, KEY, begun)) keepJson(sessionStorage, KEY, begun);
}

/** It has come back. */
export function forgetBegun({localStorage, sessionStorage}: Storages): void {
  for (const storage of [localStorage, sessionStorage]) storage.remove(KEY);
}

/** Such a login has no `tx`. This takes its place, so that the login has a reference. */
export function toUrlTx(id: string): string {
  return id.padEnd(43, 'A');
}
