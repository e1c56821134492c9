/** What a host's own function may need. */
export interface HostRequest {
  /** Path and query of this page, where the visitor is to come back to. */
  readonly path: string;
  readonly appKey: string | undefined;
}

/** How a hosting company's shops begin their own login with Kakao. */
export interface Host {
  /** Selects the host's own control. */
  readonly control?: string;
  /** The host's own functions by name: the first that is there is called. */
  readonly functions: readonly string[];
  /** Whether what they need is there. */
  readonly isReady?: (request: HostRequest) => boolean;
  readonly toArgument: (request: HostRequest) => string;
  /** The address of its login page; `{path}` stands for this page. */
  readonly page: string;
  /** This page as the host writes it into an address. */
  readonly toReturn: (path: string) => string;
}

const toBase64 = (path: string): string => encodeURIComponent(btoa(path));

/**
 * The hosts that we know. All of it is unverified: read from public copies of shops' pages and plugins, never tried on a
 * live shop. Each default has a setting that takes its place (settings.ts).
 *
 * - Cafe24: `kakaosyncLoginCustom` keeps this page's address; both functions need the shop's key and a loaded `Kakao`. A
 *   public plugin defines them, so that they are not on every page.
 * - imweb: its function opens imweb's own login, where the visitor presses once more. It has no control that all shops have.
 * - MakeShop: its page is the start of the flow. No parameter to return by is known.
 */
export const HOSTS: Readonly<Record<string, Host>> = {
  cafe24: {
    control: '[onclick*="kakaosyncLogin"]',
    functions: ['MemberAction.kakaosyncLoginCustom', 'MemberAction.kakaosyncLogin'],
    isReady: ({appKey}) => !!appKey && !!findGlobal('Kakao'),
    toArgument: ({appKey = ''}) => appKey,
    page: '/member/login.html?returnUrl={path}',
    toReturn: encodeURIComponent,
  },
  imweb: {
    functions: ['SITE_MEMBER.openLogin'],
    toArgument: ({path}) => toBase64(path),
    page: '/login?back_url={path}',
    toReturn: toBase64,
  },
  makeshop: {
    control: '[onclick*="ks_login_log"], a[href*="/list/API/login_kakao.html"]',
    functions: ['ks_login_log'],
    toArgument: () => '',
    page: '/list/API/login_kakao.html',
    toReturn: encodeURIComponent,
  },
};

/** Calls the host's own function. Answers whether one, and what it needs, was there. */
export function callHost({functions, isReady, toArgument}: Host, request: HostRequest): boolean {
  return isReady?.(request) !== false && functions.some((name) => call(name, toArgument(request)));
}

/** Whether {@link callHost} would call a function. */
export function hasFunction({functions, isReady}: Host, request: HostRequest): boolean {
  return isReady?.(request) !== false && functions.some((name) => typeof findGlobal(name) === 'function');
}

/** A global of the page by its name, with dots. */
export function findGlobal(name: string): unknown {
  return name
    .split('.')
    .reduce<unknown>((holder, key) => (holder as Record<string, unknown> | undefined)?.[key], window);
}

/** Calls a function of the page's where there is one, on what it belongs to. Answers whether it did its work. */
function call(name: string, argument: string): boolean {
  const run = findGlobal(name);
  if (typeof run !== 'function') return false;
  try {
    run.call(findGlobal(name.replace(/\.?\w+$/, '') || 'window'), argument);
    return true;
  } catch (error) {
    // As a listener's error would be: the page is told of it, and the press goes the next way.
    setTimeout(() => {
      throw error;
    });
    return false;
  }
}
