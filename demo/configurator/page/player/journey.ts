import {toErrorOutcome} from '../../../../src/client/return/end.js';
import {toFailure} from '../../../../src/client/state/outcome.js';
import type {Outcome} from '../../../../src/client/state/state.js';
import {isKakaoHost} from '../../../../src/emulator/core/base/hosts.js';
import {createEmulatorCore} from '../../../../src/emulator/core/emulator.js';
import {DEFAULT_APP, type EmulatedAppOptions} from '../../../../src/emulator/core/store/apps.js';
import {PERSONAS} from '../../../../src/emulator/core/store/personas.js';
import {createTransactionSecrets, KAKAO, toAuthorizeUrl} from '../../../../src/oauth/authorization-request.js';
import {readAuthorizationResponse} from '../../../../src/shared/authorization/authorization-response.js';
import {toReference} from '../../../../src/shared/reference.js';
import {toStateParameter} from '../../../../src/shared/state-parameter.js';
import type {Ending} from '../preview/endings.js';
import type {Language} from '../texts/texts.js';
import {toBackendOutcome} from './backend.js';
import type {PlayerTexts} from './texts.js';
import {createVisit, type Visit} from './visit.js';

/** A login on its way: a Kakao and a browser of its own, which are forgotten with it. */
export interface Journey {
  readonly visit: Visit;
  /** Where the press leads. */
  readonly address: string;
  /** The outcome of Kakao's answer at the redirect URI. */
  readonly finish: (address: URL) => Outcome;
}

/** The person who logs in, by ending. */
const PEOPLE: Readonly<Record<Ending, string>> = {
  'new-member': 'new-visitor',
  member: 'member',
  cancel: 'new-visitor',
  'under-14': 'under-14',
  'backend-down': 'member',
};

const CLIENT_ID = 'practice';
const REDIRECT_URI = 'https://shop.example/kakao/callback';

/** Begins a login. Nothing of it leaves this page. */
export async function createJourney(ending: Ending, language: Language, texts: PlayerTexts): Promise<Journey> {
  const {handle} = createEmulatorCore({
    apps: [toApp(texts)],
    personas: PERSONAS.filter(({id}) => id === PEOPLE[ending]),
  });
  const {tx, nonce, codeChallenge} = await createTransactionSecrets();
  const state = toStateParameter({tx, path: '/'});
  const request = {clientId: CLIENT_ID, redirectUri: REDIRECT_URI, state, nonce, codeChallenge};
  return {
    visit: createVisit({handle, isInside: isKakaoHost}),
    address: `${toAuthorizeUrl(KAKAO, request)}&lang=${language}`,
    finish: (address) => toOutcome(ending, tx, address),
  };
}

function toApp({shop, terms}: PlayerTexts): EmulatedAppOptions {
  return {
    ...DEFAULT_APP,
    name: shop,
    restApiKeys: [{key: CLIENT_ID, redirectUris: [REDIRECT_URI]}],
    javascriptKeys: [],
    terms: [
      {tag: 'service', title: terms[0], required: true},
      {tag: 'marketing', title: terms[1], required: false},
    ],
    channel: {publicId: '_practice', name: shop},
  };
}

function toOutcome(ending: Ending, tx: string, address: URL): Outcome {
  const response = readAuthorizationResponse(address, KAKAO);
  const isOurs = 'state' in response && response.state?.tx === tx;
  if (isOurs && response.kind === 'code') return toBackendOutcome(ending, tx);
  if (isOurs && response.kind === 'error') {
    return toErrorOutcome(response, {tx, purpose: 'login'}, {terms: [], scope: [], missing: []});
  }
  return toFailure('callback_invalid', 'login', toReference(tx));
}
