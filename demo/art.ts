import {html} from 'hono/html';

/** The pictures of the shop: drawings of our own, so that no page asks anybody else for anything. */
export type Art = 'jar' | 'mug' | 'lamp' | 'tray' | 'bowl' | 'cloth';

const jar = (id: string) =>
  html`<defs
      ><linearGradient id="${id}" x1="0" x2="1" y1="0" y2="1">
        <stop offset="0" stop-color="#fffdf9" /><stop offset="0.55" stop-color="#f3ede3" /><stop
          offset="1"
          stop-color="#d9cfbf"
        /> </linearGradient
    ></defs>
    <rect width="400" height="400" fill="#dfe4dc" />
    <circle cx="268" cy="132" r="80" fill="#f4eed8" />
    <rect y="308" width="400" height="92" fill="#c3ccbf" />
    <ellipse cx="204" cy="332" rx="86" ry="10" fill="#8f9b8b" opacity="0.6" />
    <path
      d="M168 120c-2 8-4 14-10 18-38 20-58 54-58 92 0 44 26 76 62 92 4 2 5 5 5 10h64c0-5 1-8 5-10 38-16 66-49 66-94 0-37-21-71-60-90-6-4-8-10-10-18z"
      fill="url(#${id})"
    />
    <ellipse cx="200" cy="120" rx="32" ry="6.5" fill="#cbc0ae" />
    <path
      d="M118 222c4-28 20-50 44-64"
      fill="none"
      stroke="#fff"
      stroke-width="9"
      stroke-linecap="round"
      opacity=".85"
    />
    <path d="M102 236c40 10 158 10 198-4" fill="none" stroke="#d8cdbb" stroke-width="2" opacity=".7" />`;

const mug = () =>
  html`<rect width="400" height="400" fill="#e9ddd0" />
    <rect y="292" width="400" height="108" fill="#d8c5b2" />
    <ellipse cx="196" cy="318" rx="92" ry="11" fill="#a98f78" opacity="0.5" />
    <path d="M272 190c46-8 62 18 55 46-7 27-32 42-64 42" fill="none" stroke="#efe8dc" stroke-width="17" />
    <path d="M118 152h160l-8 140c-1 15-10 26-26 26h-92c-16 0-25-11-26-26z" fill="#f8f4ec" />
    <path d="M226 152h52l-8 140c-1 15-10 26-26 26h-30c10-40 14-100 12-166z" fill="#e3d9c9" />
    <ellipse cx="198" cy="152" rx="80" ry="15" fill="#e3d9c9" />
    <ellipse cx="198" cy="154" rx="70" ry="11" fill="#6f4a32" />
    <path d="M126 240c40 14 100 14 146 0" fill="none" stroke="#5b7a8c" stroke-width="5" opacity=".75" />
    <path
      d="M180 118c-10-14 10-22 0-38m34 38c-10-14 10-22 0-38"
      fill="none"
      stroke="#fff"
      stroke-width="6"
      opacity=".8"
      stroke-linecap="round"
    />`;

const lamp = (id: string) =>
  html`<defs>
      <radialGradient id="${id}"
        ><stop offset="0" stop-color="#ffeab5" /><stop offset="1" stop-color="#ffeab5" stop-opacity="0"
      /></radialGradient>
    </defs>
    <rect width="400" height="400" fill="#4a4f5e" />
    <rect y="312" width="400" height="88" fill="#3a3f4c" />
    <circle cx="200" cy="196" r="176" fill="url(#${id})" opacity="0.75" />
    <circle cx="200" cy="196" r="96" fill="#fff3d2" />
    <path
      d="M140 125c40 22 80 22 120 0M112 171c56 25 120 25 176 0M111 221c58 23 120 23 178 0M138 266c41 16 83 16 124 0"
      fill="none"
      stroke="#e7cd93"
      stroke-width="3"
    />
    <path d="M172 286h56l8 34h-72z" fill="#8a6242" />
    <ellipse cx="200" cy="322" rx="62" ry="9" fill="#262a34" opacity="0.7" />`;

const tray = () =>
  html`<rect width="400" height="400" fill="#d9d3cb" />
    <ellipse cx="200" cy="222" rx="158" ry="108" fill="#9d9488" opacity="0.5" />
    <ellipse cx="200" cy="206" rx="156" ry="106" fill="#3b1f19" />
    <ellipse cx="200" cy="200" rx="138" ry="90" fill="#54291f" />
    <path
      d="M86 178c28-44 76-64 128-62"
      fill="none"
      stroke="#8d5240"
      stroke-width="7"
      stroke-linecap="round"
      opacity=".8"
    />
    <ellipse cx="158" cy="214" rx="44" ry="32" fill="#f6f0e4" />
    <ellipse cx="158" cy="210" rx="34" ry="23" fill="#b9c3a4" />
    <circle cx="246" cy="176" r="17" fill="#d98d3f" />
    <circle cx="278" cy="194" r="17" fill="#c9792f" />
    <circle cx="246" cy="208" r="17" fill="#e0a052" />
    <path d="M246 159c2-8 8-11 14-11" fill="none" stroke="#5f6f45" stroke-width="4" stroke-linecap="round" />`;

const bowl = (id: string) =>
  html`<defs>
      <linearGradient id="${id}" x1="0" x2="1"
        ><stop offset="0" stop-color="#e8c777" /><stop offset=".5" stop-color="#c99a3f" /><stop
          offset="1"
          stop-color="#9a6f28"
      /></linearGradient>
    </defs>
    <rect width="400" height="400" fill="#e4e0d3" />
    <rect y="284" width="400" height="116" fill="#cfc9b8" />
    <ellipse cx="196" cy="310" rx="110" ry="13" fill="#9b927c" opacity="0.55" />
    <path d="M78 186h236c0 66-40 112-86 120h-64c-46-8-86-54-86-120z" fill="url(#${id})" />
    <ellipse cx="196" cy="186" rx="118" ry="24" fill="#b98a35" />
    <path d="M92 186c10-44 50-70 104-70s94 26 104 70c-52 16-156 16-208 0z" fill="#fdfbf4" />
    <path d="M140 146c14-12 32-18 50-18" fill="none" stroke="#efe7d6" stroke-width="8" stroke-linecap="round" />
    <path d="M330 118 350 330M352 116l8 214" stroke="#b98a35" stroke-width="7" stroke-linecap="round" />`;

const cloth = () =>
  html`<rect width="400" height="400" fill="#d5dde0" />
    <rect y="300" width="400" height="100" fill="#bccace" />
    <ellipse cx="200" cy="322" rx="132" ry="12" fill="#7f9197" opacity="0.5" />
    <rect x="82" y="262" width="236" height="58" rx="16" fill="#f6f1e7" />
    <rect x="90" y="204" width="220" height="60" rx="16" fill="#8fa3a8" />
    <rect x="84" y="146" width="232" height="60" rx="16" fill="#f1d9bd" />
    <rect x="96" y="92" width="208" height="56" rx="16" fill="#fbf8f1" />
    <path d="M96 120h208M90 236h220" stroke="#fff" stroke-width="3" stroke-dasharray="6 7" opacity=".75" />
    <path d="M84 176h232M82 292h236" stroke="#b98f67" stroke-width="3" stroke-dasharray="6 7" opacity=".6" />`;

const ART = {jar, mug, lamp, tray, bowl, cloth} as const;

/** A picture that says nothing beyond its caption. `id` is its own on the page. */
export function drawArt(art: Art, id: string) {
  return html`<svg
    class="art"
    viewBox="0 0 400 400"
    preserveAspectRatio="xMidYMid slice"
    aria-hidden="true"
    focusable="false"
  >
    ${ART[art](id)}
  </svg>`;
}

/** The shop's sign: a full moon over a hill. */
export function drawLogo() {
  return html`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <circle cx="16" cy="16" r="15" fill="#2c4238" />
    <circle cx="16" cy="14" r="8" fill="#f2dfa4" />
    <path d="M2.6 22.8C7 19.6 11.6 18.8 16 20.6s9 1.8 13.4-1.2A15 15 0 0 1 2.6 22.8z" fill="#5d7a69" />
  </svg>`;
}
