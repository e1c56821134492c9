/** What makes the sheet open by itself: whatever comes first. */
export interface SheetTriggers {
  /** So much of the way down the page is scrolled, in percent. */
  readonly scroll?: number | undefined;
  /** The pointer leaves the window at its top. On devices with a mouse alone. */
  readonly exit?: boolean | undefined;
  /** So many seconds have passed. */
  readonly delay?: number | undefined;
}

/** What the sheet says. */
export interface SheetContent {
  /**
   * What a signup is good for, as plain text.
   *
   * @default one neutral sentence in the page's language
   */
  readonly text?: string | undefined;
  /** The address of a picture above the text. */
  readonly image?: string | undefined;
  /** What the picture says, for those who do not see it. */
  readonly imageAlt?: string | undefined;
}

/** One of several contents that are tried against each other. What it leaves out is as in {@link SheetOptions}. */
export interface SheetVariant extends SheetContent {
  /**
   * Its part among all weights.
   *
   * @default 1
   */
  readonly weight?: number | undefined;
}

/** When the signup sheet opens, where, how often, and what it says. */
export interface SheetOptions extends SheetContent {
  /** @default {scroll: 50, exit: true} */
  readonly when?: SheetTriggers | undefined;
  /** By id. A visitor keeps theirs for 30 days; events and `attribution` have it. */
  readonly variants?: Readonly<Record<string, SheetVariant>> | undefined;
  /** Paths that it may open on, `*` for any characters. All if there is none. */
  readonly include?: readonly string[] | undefined;
  /** Paths that it does not open on, beside those of checkout, order and payment. */
  readonly exclude?: readonly string[] | undefined;
  /**
   * How many days at least lie between two sheets. In one tab it opens once a visit in any case.
   *
   * @default 1
   */
  readonly everyDays?: number | undefined;
  /**
   * For how many days a visitor who closes it is left alone. Fewer than 7 are 7.
   *
   * @default 7
   */
  readonly hideDays?: number | undefined;
  /** What a new member is told after the signup. */
  readonly done?: string | undefined;
  /** A selector of what only the pages of members have. */
  readonly member?: string | undefined;
}

/** The control of a page's sheet. */
export interface Sheet {
  /** Opens it as a press on the site's own `<button data-kakao-sheet>` does: as a dialog, however often it was shown. */
  open(): void;
  /** Takes it away, and listens to nothing more. */
  stop(): void;
}
