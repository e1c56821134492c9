import type {} from 'kakao-sync-widget/client';

const root = document.getElementById('root');

function read(name: string): string {
  return root?.getAttribute(name) ?? '';
}

/** Where the app lives, without a slash at its end. */
export const BASE: string = read('base');

/** The attributes of `<kakao-sync>`. */
export const SYNC: Readonly<Record<'app-key' | 'endpoint' | 'redirect-uri' | 'emulator', string>> = {
  'app-key': read('app-key'),
  endpoint: read('endpoint'),
  'redirect-uri': read('redirect-uri'),
  emulator: read('emulator'),
};

/** Who is signed in, as the site's own code asks before it shows a page; null if nobody is. */
export async function findMember(): Promise<{readonly name: string} | null> {
  const response = await fetch(SYNC.endpoint, {headers: {'X-Kakao-Sync': '1'}});
  const {status, member} = (await response.json()) as {status: string; member?: {name: string}};
  return (status === 'signed-in' && member) || null;
}
