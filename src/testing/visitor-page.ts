/** What {@link createKakaoVisitor} needs of a page of Playwright, whichever of its packages it comes from. */
export interface VisitorPage {
  locator(selector: string): VisitorLocator;
  title(): Promise<string>;
  url(): string;
  waitForURL(url: (url: URL) => boolean): Promise<unknown>;
  context(): {clearCookies(options: {readonly name: RegExp}): Promise<void>};
}

/** What it needs of a locator. */
export interface VisitorLocator {
  all(): Promise<readonly VisitorLocator[]>;
  check(): Promise<void>;
  click(): Promise<void>;
  count(): Promise<number>;
  first(): VisitorLocator;
}
