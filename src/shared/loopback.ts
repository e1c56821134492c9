/** Whether an address is on this very machine: the only place where the emulator may stand in for Kakao. */
export function isLoopback(address: string | URL): boolean {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return false;
  }
  return (
    /^(localhost|127(\.\d{1,3}){3}|\[::1\]|[a-z0-9-]+\.localhost)$/.test(url.hostname) && /^https?:$/.test(url.protocol)
  );
}
