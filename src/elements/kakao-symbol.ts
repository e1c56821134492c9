/** Kakao's symbol: a speech bubble. */
export const SYMBOL =
  'M9 .6C4 .6 0 3.8 0 7.7c0 2.5 1.6 4.7 4.1 6l-.8 2.9c-.1.4.3.7.6.5l3.6-2.4q.7.1 1.5.1c5 0 9-3.2 9-7.1S14 .6 9 .6z';
