import {expect} from '@open-wc/testing';
import {createLocalJWKSet, jwtVerify, type JSONWebKeySet} from 'jose';
import {createRequest, type EmulatorResponse, type RequestInput} from '../../src/emulator/core/base/messages.js';
import {createEmulatorCore} from '../../src/emulator/core/emulator.js';
import {DEFAULT_APP} from '../../src/emulator/core/store/apps.js';

const KAUTH = 'https://kauth.kakao.com';
const KAPI = 'https://kapi.kakao.com';
const [{key: clientId, clientSecret, redirectUris}] = DEFAULT_APP.restApiKeys;
const [redirectUri] = redirectUris;

/** A browser in a page: it keeps the cookies that a `Response` would drop. */
function createVisitor() {
  const {handle, controls} = createEmulatorCore();
  const cookies = new Map<string, string>();
  const ask = async (url: string, input: RequestInput = {}): Promise<EmulatorResponse> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await handle(createRequest(url, {...input, headers: {...input.headers, cookie}}));
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return response;
  };
  /** Sends the only form of a page, with its hidden fields. */
  const submit = async (page: Document, fields: Readonly<Record<string, readonly string[]>>) => {
    const form = page.querySelector('form')!;
    const body = new URLSearchParams();
    for (const {name, value} of form.querySelectorAll<HTMLInputElement>('input[type=hidden]')) body.append(name, value);
    for (const [name, values] of Object.entries(fields)) for (const value of values) body.append(name, value);
    return ask(new URL(form.getAttribute('action')!, KAUTH).href, {
      method: 'POST',
      body,
      headers: {origin: KAUTH, 'sec-fetch-site': 'same-origin'},
    });
  };
  return {controls, cookies, ask, submit};
}

/** The text of a response. Only planned failures and packed ones are streams. */
function toText({body}: EmulatorResponse): string {
  expect(body).to.be.a('string');
  return body as string;
}

const toPage = (response: EmulatorResponse): Document => new DOMParser().parseFromString(toText(response), 'text/html');
const toJson = (response: EmulatorResponse): Record<string, unknown> =>
  JSON.parse(toText(response)) as Record<string, unknown>;

const PARAMETERS = new URLSearchParams({
  client_id: clientId,
  redirect_uri: redirectUri,
  response_type: 'code',
  state: 'state-1',
  nonce: 'nonce-1',
});

describe("the emulator's core in a browser", () => {
  it('lets a new member through login and consent, to tokens that verify and the user', async () => {
    const {controls, cookies, ask, submit} = createVisitor();

    const login = await ask(`${KAUTH}/oauth/authorize?${PARAMETERS.toString()}`);
    expect(login.status).to.equal(200);
    expect([...cookies.keys()].some((name) => name.startsWith('kakao_emulator'))).to.equal(true);
    const again = await submit(toPage(login), {persona: ['new-visitor']});
    expect(again.status).to.equal(302);
    const consent = toPage(await ask(new URL(again.headers.get('location')!, KAUTH).href));
    const boxes = [...consent.querySelectorAll<HTMLInputElement>('input[name=agree]')].map(({value}) => value);
    expect(boxes).not.to.deep.equal([]);
    const back = await submit(consent, {agree: boxes, decision: ['agree']});

    const target = new URL(back.headers.get('location')!);
    expect(target.href.startsWith(redirectUri)).to.equal(true);
    expect(target.searchParams.get('state')).to.equal('state-1');
    const fields = {
      grant_type: 'authorization_code',
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uri: redirectUri,
      code: target.searchParams.get('code')!,
    };
    const tokens = toJson(await ask(`${KAUTH}/oauth/token`, {method: 'POST', body: new URLSearchParams(fields)}));
    const keys = toJson(await ask(`${KAUTH}/.well-known/jwks.json`)) as unknown as JSONWebKeySet;
    const {payload} = await jwtVerify(String(tokens['id_token']), createLocalJWKSet(keys), {
      issuer: KAUTH,
      audience: clientId,
      algorithms: ['RS256'],
    });
    expect(payload['nonce']).to.equal('nonce-1');
    const user = toJson(
      await ask(`${KAPI}/v2/user/me`, {headers: {authorization: `Bearer ${String(tokens['access_token'])}`}}),
    );
    expect(String(user['id'])).to.equal(payload.sub);
    expect(controls.account('new-visitor').linked).to.equal(true);
  });

  it('refuses a form without the page’s own origin', async () => {
    const {ask} = createVisitor();
    const login = toPage(await ask(`${KAUTH}/oauth/authorize?${PARAMETERS.toString()}`));
    const body = new URLSearchParams({persona: 'new-visitor'});
    for (const {name, value} of login.querySelectorAll<HTMLInputElement>('input[type=hidden]'))
      body.append(name, value);

    const {status} = await ask(`${KAUTH}/login`, {method: 'POST', body, headers: {origin: 'https://evil.example'}});

    expect(status).to.equal(403);
  });
});
