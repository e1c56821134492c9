import {render} from 'lit';
import {LINK_DEFAULTS} from '../outputs/link.js';
import {DEFAULTS} from '../settings.js';
import {readQuery, toQuery} from './address.js';
import {renderApp} from './page.js';
import {fit, fitFrame, followFrame} from './preview/panel.js';
import {createPlaying} from './preview/playing.js';
import type {App, PageState} from './state.js';
import {TEXTS, toLanguage} from './texts/texts.js';

/** How long the look has to stay as it is, to be kept. */
const KEEPING = 300;

const root = document.getElementById('app') ?? document.body;
const look = readQuery(location.search);
const language = toLanguage(navigator.languages);

let state: PageState = {
  language,
  settings: {...DEFAULTS, ...look},
  sites: '',
  isOwnBubble: !!look.bubble && !Object.values(TEXTS).some(({bubble}) => bubble.presets.includes(look.bubble ?? '')),
  left: new Set(Object.keys(look)),
  preview: {width: 390, scheme: 'light', locale: language, state: 'normal', isStacked: false},
  isPreviewOpen: true,
  playing: null,
  tab: null,
  linkPage: '',
  link: LINK_DEFAULTS,
  letter: '',
  told: '',
  step: 0,
};

let keeping: ReturnType<typeof setTimeout> | undefined;

const app: App = {
  get state() {
    return state;
  },
  get texts() {
    return TEXTS[state.language];
  },
  set(change) {
    // What was told belongs to the last press.
    state = {...state, told: '', ...change};
    draw();
  },
  setSettings(change) {
    const settings = {...state.settings, ...change};
    // The member's preview has no button, in which no change could be seen.
    const isHidden = state.preview.state === 'member' && state.settings.hideForMembers && settings.hideForMembers;
    app.set({settings, ...(isHidden && {preview: {...state.preview, state: 'normal'}})});
  },
  leave: (...fields) => app.set({left: new Set([...state.left, ...fields])}),
  play: (ending) => void playing.play(ending),
};

function draw(): void {
  document.documentElement.lang = state.language;
  document.title = app.texts.title;
  render(renderApp(app), root);
  frame.draw();
  playing.draw();
  fit();
  clearTimeout(keeping);
  keeping = setTimeout(keepLook, KEEPING);
}

/** Writes the look into the address. Not at each step of a slider: browsers refuse too many changes of an address. */
function keepLook(): void {
  clearTimeout(keeping);
  const query = toQuery(state.settings);
  if (query !== location.search)
    history.replaceState(history.state, '', `${location.pathname}${query}${location.hash}`);
}

/** Which step is in front of the reader. */
function followSteps(): void {
  const observer = new IntersectionObserver(
    (entries) => {
      const entry = entries.find(({isIntersecting}) => isIntersecting);
      const step = Number((entry?.target as HTMLElement | undefined)?.dataset['step'] ?? state.step);
      if (step !== state.step) app.set({step, told: state.told});
    },
    {rootMargin: '-30% 0px -60% 0px'},
  );
  for (const step of document.querySelectorAll('.step')) observer.observe(step);
}

const frame = followFrame(app);
const playing = createPlaying(app, frame.tell);
draw();
fitFrame();
followSteps();
addEventListener('pagehide', keepLook);
