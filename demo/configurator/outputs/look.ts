import {SIGNUP_TEXT, type Settings} from '../settings.js';

/** Own words, in place of the button's; none for those of `label`. */
export function toOwnText({label, text}: Settings): string {
  if (label === 'signup') return SIGNUP_TEXT;
  return label === 'own' ? text.trim() : '';
}

/**
 * The style of the button's place: the button's public custom properties, which it inherits, and where it stands. Only what
 * differs from the button's own look.
 */
export function toPlaceStyle({layout, height, width, radius, align}: Settings): Readonly<Record<string, string>> {
  return {
    ...(![40, 48, 56].includes(height) && {'--kakao-button-height': `${height}px`}),
    ...(layout !== 'icon' && width !== 300 && {'--kakao-button-width': width === 0 ? '100%' : `${width}px`}),
    ...(radius !== 12 && {'--kakao-button-radius': `${radius}px`}),
    ...(align !== 'start' && {'text-align': align}),
  };
}

/** The button's `size`, for heights that it has a name for. */
export function toSize({height}: Settings): 'small' | 'large' | undefined {
  if (height === 40) return 'small';
  return height === 56 ? 'large' : undefined;
}
