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
export function toPlaceStyle(settings: Settings): Readonly<Record<string, string>> {
  const {layout, height, width, radius} = settings;
  return {
    ...(![40, 48, 56].includes(height) && {'--kakao-button-height': `${height}px`}),
    ...(layout !== 'icon' && width !== 300 && {'--kakao-button-width': width === 0 ? '100%' : `${width}px`}),
    ...(radius !== 12 && {'--kakao-button-radius': `${radius}px`}),
    ...toStanding(settings),
  };
}

/** As wide as its button, so that presses beside it reach the page, and nothing is left of it where the button is hidden. */
function toStanding({isPinned, align, layout, width}: Settings): Readonly<Record<string, string>> {
  if (!isPinned) return align === 'start' ? {} : {'text-align': align};
  return {
    position: 'fixed',
    right: '16px',
    bottom: 'max(12px, env(safe-area-inset-bottom))',
    left: '16px',
    'z-index': '1000',
    ...((layout === 'icon' || width !== 0) && {width: 'fit-content'}),
    margin: '0 auto',
  };
}

/** The button's `size`, for heights that it has a name for. */
export function toSize({height}: Settings): 'small' | 'large' | undefined {
  if (height === 40) return 'small';
  return height === 56 ? 'large' : undefined;
}
