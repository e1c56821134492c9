/** How a journey that is tried out may end. */
export const ENDINGS = ['new-member', 'member', 'cancel', 'under-14', 'backend-down'] as const;

export type Ending = (typeof ENDINGS)[number];
