/** A browser engine, driven alike whichever it is. */
export interface Engine {
  readonly title: string;
  openProfile(options?: ProfileOptions): Promise<Profile>;
  close(): Promise<void>;
}

export interface ProfileOptions {
  /** What the visitor has switched off. One profile at a time may be unusual. */
  readonly refuses?: 'cookies' | 'localStorage' | 'storage';
  /** What it says to be, in place of what it is. */
  readonly userAgent?: string;
}

/** Somebody's browser: it shares nothing with that of another profile. */
export interface Profile {
  openTab(): Promise<Tab>;
  /** Cookies of the page that is shown in front, those that no script may read included. */
  readCookies(): Promise<readonly {readonly name: string; readonly value: string}[]>;
  close(): Promise<void>;
}

export interface Tab {
  /** Each of the three begins, and does not wait for the page. */
  goTo(address: string): Promise<void>;
  goBack(): Promise<void>;
  reload(): Promise<void>;
  /**
   * Runs a function in the page; it sees nothing of the test but `argument`.
   *
   * @throws while one document takes the place of another: the same may be asked again.
   */
  evaluate<Argument, Result>(run: (argument: Argument) => Result, argument: Argument): Promise<Awaited<Result>>;
  /** A trusted click at a point of the viewport. */
  click(x: number, y: number): Promise<void>;
  press(key: string): Promise<void>;
  setSize(size: {readonly width: number; readonly height: number}): Promise<void>;
  /** @throws where the engine cannot be told of a feature other than the usual ones. */
  setMedia(media: Media): Promise<void>;
}

export interface Media {
  readonly colorScheme?: 'light' | 'dark';
  readonly forcedColors?: 'none' | 'active';
  readonly reducedMotion?: 'no-preference' | 'reduce';
}
