import {toRefusal} from '../http/responses.js';
import {html} from '../pages/html.js';
import type {RequestContext} from '../http/emulator-context.js';
import {EmulatorResponse} from '../base/messages.js';

const COLOURS = ['#ffd6a5', '#caffbf', '#9bf6ff', '#bdb2ff', '#ffc6ff', '#fdffb6', '#a0c4ff', '#ffadad'];

/** GET /dn/PERSONA/img_SIZE.svg: a made-up picture, the last letter of the nickname on a colour. */
export function handlePicture(context: RequestContext): EmulatorResponse {
  const {url, emulator} = context;
  const name = url.pathname.split('/')[2] ?? '';
  const persona = emulator.personas.find(({id}) => encodeURIComponent(id) === name);
  if (!persona) return toRefusal(context, 404, 'no such picture');
  const colour = COLOURS[emulator.personas.indexOf(persona) % COLOURS.length] ?? '#eeeeee';
  const letter = persona.nickname.slice(-1);
  const svg = html`<svg xmlns="http://www.w3.org/2000/svg" width="640" height="640" viewBox="0 0 64 64">
    <rect width="64" height="64" fill="${colour}" />
    <text x="32" y="43" font-size="30" font-family="sans-serif" text-anchor="middle" fill="#333">${letter}</text>
  </svg>`;
  return new EmulatorResponse(svg.toString(), {
    headers: {'content-type': 'image/svg+xml', 'cache-control': 'max-age=3600', 'access-control-allow-origin': '*'},
  });
}
