/**
 * A page's path as a router knows it.
 *
 * @param path with query and fragment
 * @param base what the router adds to each path, such as `/shop`
 * @returns null if the page is outside the router
 */
export function toRoute(path: string, base: string): string | null {
  const rest = path.slice(base.length);
  if (!path.startsWith(base) || !/^([/?#]|$)/.test(rest)) return null;
  return rest.startsWith('/') ? rest : `/${rest}`;
}
