import {attempt} from './attempt.js';

/** Whether an address is on this very machine: the only place where the emulator may stand in for Kakao. */
export function isLoopback(address: string | URL): boolean {
  const url = attempt(() => new URL(address));
  return (
    !!url && /^https?:\/\/(([a-z\d-]+\.)?localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(`${url.protocol}//${url.hostname}`)
  );
}
