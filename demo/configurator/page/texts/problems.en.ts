import type {ProblemTexts} from './problems.ko.js';

export const enProblems: ProblemTexts = {
  missing: () => 'Please fill this in.',
  'key-malformed': ({length}) =>
    `A key is 32 characters of 0–9 and a–f. This has ${length}. Copy it from the console again.`,
  'keys-equal': () => 'This is the JavaScript key. Copy the line called “REST API key”.',
  'maybe-secret': () =>
    'Make sure that this is no admin key or client secret. Everybody can read what stands in a page.',
  'site-malformed': ({site}) => `${site}: enter the address alone, such as https://www.example.com.`,
  'site-missing': () =>
    'Enter the address of your site to see what to register at Kakao. Without that nobody can log in.',
  'site-twice': ({site}) => `${site} is there twice.`,
  'path-malformed': ({path}) => `Enter a path that begins with /, such as ${path}.`,
  'path-has-query': () => 'Remove the ? or # and what follows. Kakao does not accept it.',
  'path-elsewhere': ({host}) => `${host} is none of the sites above.`,
  'endpoint-malformed': () => 'Enter a path that begins with /, such as /api/kakao/session, or an https address.',
  'endpoint-elsewhere': ({host, site}) => `${host} is another site than ${site}: members would not stay signed in.`,
  'endpoint-is-callback': () => 'This must differ from the path after login.',
  'bubble-long': ({length, most}) => `${length} characters. With more than ${most} it may take two lines.`,
  'words-own': () => 'These are not the words of Kakao’s design guide. The review may ask you to change them.',
  'radius-own': () => 'Kakao’s design guide has 12 px. The review may ask you to change it.',
  'height-range': ({least, most}) => `Choose ${least} to ${most} px.`,
  'width-range': ({least, most}) => `Choose ${least} to ${most} px, or fill the place.`,
  'radius-range': ({least, most}) => `Choose ${least} to ${most} px.`,
  'selector-malformed': () => 'This is no CSS selector. Example: #header .kakao-login',
  'members-unknown': () => 'Without a selector, members see the button too.',
  'sheet-members-unknown': () => 'Enter a selector. The sheet never opens where nothing shows who is a member.',
  'sheet-long': ({length, most}) =>
    `${length} characters. With more than ${most}, phone users have to scroll inside the sheet.`,
  'base-malformed': () => 'Enter a path that begins with /, such as /kakao-sync/, or an https address.',
  'base-no-slash': () => 'The address of a folder ends with /.',
  'pixel-malformed': () => 'A track ID has digits alone.',
  'pixel-missing': () => 'Enter the track ID to load the pixel.',
};
