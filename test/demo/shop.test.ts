import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {CATALOGUE} from '../../demo/catalogue.js';
import {toTermAddress} from '../../demo/terms.js';
import {EMULATOR, MEMBER, NOW, ORIGIN, setUpShop, SIGNED_IN} from './support/pages.js';

const PAGES = ['/', '/products/moon-jar', '/login', '/account', '/event', '/terms', '/kakao/callback', '/nowhere'];
/** An address as a form has it. */
const ADDRESS = {
  order: '00000000-1111-4222-8333-444455556666',
  address: 'typed',
  receiver: '김새봄',
  phone: '010-0000-0001',
  base: '서울 연습구 1',
};
const HOSTILE = '<img src=x onerror=alert(1)>"\'&';

describe('the shop', () => {
  for (const path of PAGES) {
    it(`answers ${path} as a page with its headers`, async () => {
      const answer = await setUpShop().request(path);

      assert.equal(answer.status, path === '/nowhere' ? 404 : 200);
      assert.match(answer.headers.get('Content-Type') ?? '', /^text\/html/);
      assert.equal(answer.headers.get('X-Content-Type-Options'), 'nosniff');
      const policy = answer.headers.get('Content-Security-Policy') ?? '';
      for (const rule of [
        "default-src 'none'",
        `script-src 'self' ${EMULATOR}`,
        `connect-src 'self' ${EMULATOR}`,
        "form-action 'self'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
      ]) {
        assert.ok(policy.split('; ').includes(rule), `${rule} in ${policy}`);
      }
      assert.doesNotMatch(policy, /unsafe/);
    });

    it(`puts no script, style or handler of its own into ${path}`, async () => {
      const page = await setUpShop().read(path);

      assert.doesNotMatch(page, /<script(?![^>]*\ssrc="\/assets\/)|<style|\sstyle=|\son\w+=/);
      assert.doesNotMatch(page, /(src|href)="(https?:)?\/\//);
    });

    it(`speaks both languages on ${path}`, async () => {
      const {read} = setUpShop();

      const korean = await read(path);
      const english = await read(`${path}?lang=en`);

      assert.match(korean, /<html lang="ko">/);
      assert.match(english, /<html lang="en">/);
      assert.doesNotMatch(english.replace(/>한국어<\/a\s*>/, ''), /[가-힣]/);
    });
  }

  for (const {id} of CATALOGUE) {
    it(`sells ${id}`, async () => {
      assert.equal((await setUpShop().request(`/products/${id}`)).status, 200);
    });
  }

  it('lets Kakao’s own hosts in where no emulator stands in for them', async () => {
    const policy = (await setUpShop({emulator: undefined}).request('/')).headers.get('Content-Security-Policy') ?? '';

    assert.match(policy, /script-src 'self' https:\/\/t1\.kakaocdn\.net;/);
    assert.match(policy, /connect-src 'self' https:\/\/kauth\.kakao\.com https:\/\/kapi\.kakao\.com;/);
  });

  it('configures the widget once a page', async () => {
    const {read} = setUpShop();

    for (const path of ['/', '/login', '/kakao/callback']) {
      const page = await read(path);
      assert.equal(page.split('<kakao-sync').length, 2);
      assert.match(page, /redirect-uri="\/kakao\/callback"/);
      assert.match(page, new RegExp(`emulator="${EMULATOR}"`));
    }
    assert.doesNotMatch(await read('/event'), /<kakao-sync/);
  });

  it('greets a member without the benefits of signing up', async () => {
    const {read} = setUpShop();
    const isHidden = async (cookie?: string): Promise<boolean> =>
      /aria-labelledby="benefits"[^>]*\shidden/.test(await read('/', cookie));

    assert.deepEqual([await isHidden(), await isHidden(SIGNED_IN)], [false, true]);
  });

  it('remembers the language that was asked for', async () => {
    const {request, read} = setUpShop();

    const cookie = (await request('/?lang=en')).headers.get('Set-Cookie') ?? '';

    assert.match(cookie, /^lang=en; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/);
    assert.match(await read('/', 'lang=en'), /<html lang="en">/);
  });

  it('ignores a language that it does not speak', async () => {
    const {request, read} = setUpShop();

    assert.equal((await request('/?lang=%3Cb%3E')).headers.get('Set-Cookie'), null);
    assert.match(await read('/?lang=%3Cb%3E', 'lang=xx'), /<html lang="ko">/);
  });

  it('keeps the rest of the address when the language is switched', async () => {
    assert.match(await setUpShop().read('/login?from=%2Faccount'), /href="\/login\?from=%2Faccount&amp;lang=en"/);
  });

  it('escapes what the address says', async () => {
    const {read} = setUpShop();

    for (const path of [`/?q=${encodeURIComponent(HOSTILE)}`, `/login?from=/${encodeURIComponent(HOSTILE)}`]) {
      assert.doesNotMatch(await read(path), /<img src=x|onerror=alert\(1\)>/);
    }
  });

  it('escapes the member’s name wherever it stands', async () => {
    const {read} = setUpShop({member: {...MEMBER, name: HOSTILE}});

    for (const path of ['/', '/account', '/event', '/products/moon-jar']) {
      const page = await read(path, SIGNED_IN);
      assert.doesNotMatch(page, /<img src=x/);
      assert.match(page, /&lt;img src=x onerror=alert\(1\)&gt;&quot;&#39;&amp;/);
    }
  });

  it('shows the member, stores the page nowhere and prolongs the session', async () => {
    const answer = await setUpShop().request('/', {headers: {Cookie: SIGNED_IN}});

    assert.match(await answer.text(), /href="\/account"\s*>김새봄</);
    assert.equal(answer.headers.get('Cache-Control'), 'no-store');
    assert.deepEqual(answer.headers.getSetCookie(), ['session=live; Path=/']);
  });

  it('is shown as to a guest while sessions cannot be read', async () => {
    const {request, lines} = setUpShop({
      kakao: {
        session: () => Promise.resolve(new Response(null)),
        readSession: () => Promise.reject(new Error('database down')),
      },
    });

    const answer = await request('/?code=secret', {headers: {Cookie: SIGNED_IN}});

    assert.equal(answer.status, 200);
    assert.match(await answer.text(), /href="\/login"/);
    assert.deepEqual(lines, ['GET / failed. Error: database down']);
  });

  it('says nothing about the cause of its own failure', async () => {
    const {request, lines} = setUpShop({members: {read: () => Promise.reject(new Error('canary'))}});

    const answer = await request('/account?code=secret', {headers: {Cookie: SIGNED_IN}});

    assert.equal(answer.status, 500);
    assert.doesNotMatch(await answer.text(), /canary/);
    assert.deepEqual(lines, ['GET /account failed. Error: canary']);
  });

  it('hands the session resource to the kit', async () => {
    const {request, sessionRequests} = setUpShop();

    await request('/api/kakao/session', {method: 'POST', body: '{}'});

    assert.equal(sessionRequests[0]?.method, 'POST');
  });

  it('moves an address with a slash too many', async () => {
    const answer = await setUpShop().request('/account/');

    assert.equal(answer.status, 301);
    assert.equal(new URL(answer.headers.get('Location') ?? '', ORIGIN).pathname, '/account');
  });
});

describe('the callback page', () => {
  it('loads the shop’s script first and tells nobody its address', async () => {
    const answer = await setUpShop().request('/kakao/callback?code=secret&state=ks1.x');
    const page = await answer.text();

    assert.equal(answer.headers.get('Referrer-Policy'), 'no-referrer');
    assert.equal(answer.headers.get('Cache-Control'), 'no-store');
    assert.deepEqual(page.match(/<(script|link|img)\b/g)?.[0], '<script');
    assert.doesNotMatch(page, /secret|ks1/);
  });
});

describe('the login page', () => {
  for (const [from, to] of [
    ['/products/moon-jar', '/products/moon-jar'],
    ['/account?ordered=1', '/account?ordered=1'],
    ['https://evil.example/', '/'],
    ['//evil.example/', '/'],
    ['/\\evil.example', '/'],
    ['/..//evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['javascript:alert(1)', '/'],
  ] as const) {
    it(`sends a visitor who came from ${JSON.stringify(from)} to ${to}`, async () => {
      const {request, read} = setUpShop();
      const path = `/login?from=${encodeURIComponent(from)}`;

      const answer = await request(path, {headers: {Cookie: SIGNED_IN}});

      assert.equal(answer.status, 303);
      assert.equal(answer.headers.get('Location'), to);
      assert.ok((await read(path)).includes(`return-to="${to}"`));
    });
  }

  it('stacks the yellow button with examples that do nothing', async () => {
    const page = await setUpShop().read('/login');

    assert.match(page, /<kakao-login-button/);
    assert.equal(page.match(/<button[^>]*aria-disabled="true"[^>]*title="예시"/g)?.length, 3);
  });
});

describe('the account page', () => {
  it('congratulates those who have just signed up', async () => {
    const {read: readLater} = setUpShop({member: {...MEMBER, joinedAt: new Date('2026-01-05T15:00:00Z')}});

    // The words of the login that ends on the page are in every page.
    const congratulation = /<p class="message">가입을 축하드려요/;
    assert.match(await setUpShop().read('/account', SIGNED_IN), congratulation);
    assert.doesNotMatch(await readLater('/account', SIGNED_IN), congratulation);
    assert.match(await readLater('/account', SIGNED_IN), /2026\. 1\. 6\. 가입/);
  });

  it('congratulates nobody who has come back since', async () => {
    const session = {
      member: {id: MEMBER.id, name: MEMBER.name},
      issuedAt: NOW,
      isNewMember: false,
      authenticatedAt: NOW,
    };
    const {read} = setUpShop({kakao: {readSession: () => Promise.resolve(session)}});

    assert.doesNotMatch(await read('/account', SIGNED_IN), /<p class="message">/);
  });

  for (const [language, tag, name] of [
    ['ko', 'plusfriends', '카카오톡 채널 추가 상태'],
    ['en', 'plusfriends', 'KakaoTalk Channels added'],
    ['en', 'account_email', 'E-mail address'],
    ['en', 'constructor', 'Consent item (constructor)'],
  ] as const) {
    it(`calls the consent item ${tag} "${name}" in the record`, async () => {
      const {read} = setUpShop({
        agreed: [{kind: 'scope', tag, agreed: true, required: false, agreedAt: null, recordedAt: new Date(NOW)}],
      });

      const [record = ''] =
        /<ol data-consents>.*?<\/ol>/s.exec(await read(`/account?lang=${language}`, SIGNED_IN)) ?? [];

      assert.match(record, new RegExp(`>\\s*${name.replace(/[()]/g, '\\$&')}: `));
    });
  }

  it('offers the login box to a guest, and to a member who is gone', async () => {
    const {read: readGone} = setUpShop({members: {read: () => Promise.resolve(null)}});

    assert.match(await setUpShop().read('/account'), /<kakao-login-button/);
    assert.match(await readGone('/account', SIGNED_IN), /<kakao-login-button/);
    assert.doesNotMatch(await readGone('/account', SIGNED_IN), /김새봄/);
  });

  it('signs out without script', async () => {
    const {post, sessionRequests} = setUpShop();

    const answer = await post('/logout', {}, {Cookie: SIGNED_IN});

    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('Location'), '/');
    assert.match(answer.headers.get('Set-Cookie') ?? '', /session=; Max-Age=0/);
    const [sent] = sessionRequests;
    assert.deepEqual(await sent?.json(), {purpose: 'logout'});
    assert.equal(sent?.headers.get('Origin'), ORIGIN);
    assert.equal(sent.headers.get('Cookie'), SIGNED_IN);
  });

  it('signs nobody out for another site', async () => {
    const {post, sessionRequests} = setUpShop();

    const answer = await post('/logout', {}, {Cookie: SIGNED_IN, Origin: 'https://evil.example'});

    assert.equal(answer.status, 403);
    assert.deepEqual(sessionRequests, []);
  });

  it('shows what the member has agreed to by now, and the record of it', async () => {
    const line = {kind: 'term', required: true, recordedAt: new Date('2026-11-22T08:30:00Z')} as const;
    const {read} = setUpShop({
      agreed: [
        {...line, tag: 'news', agreed: false, agreedAt: null},
        {...line, tag: 'terms_v2', agreed: true, agreedAt: new Date('2026-11-22T08:00:00Z')},
        {...line, tag: 'rules', agreed: true, agreedAt: new Date('2026-11-22T07:00:00Z')},
        {...line, tag: 'news', agreed: true, agreedAt: new Date('2026-11-21T08:00:00Z')},
      ],
    });

    const page = await read('/account?lang=en', SIGNED_IN);
    const [agreed = ''] = /<ul class="orders" data-agreed>.*?<\/ul>/s.exec(page) ?? [];
    const [record = ''] = /<ol data-consents>.*?<\/ol>/s.exec(page) ?? [];

    assert.match(agreed, /Term \(terms_v2\).*Rules of 2027/s);
    assert.doesNotMatch(agreed, /news/);
    assert.deepEqual(
      record.match(/[\w() ]+: (agreed|declined)/g)?.map((found) => found.trim()),
      ['Term (news): declined', 'Term (terms_v2): agreed', 'Rules of 2027: agreed', 'Term (news): agreed'],
    );
    assert.match(page, /<kakao-channel-button channel-public-id="_ondal"/);
  });
});

describe('ordering', () => {
  it('takes a member’s order and lists it', async () => {
    const {post, read} = setUpShop();

    const answer = await post('/products/moon-jar/checkout', {variant: 'large', ...ADDRESS}, {Cookie: SIGNED_IN});

    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('Location'), '/account?ordered=1');
    assert.match(await read('/account?ordered=1', SIGNED_IN), /달항아리 화병[\s\S]*대 \(24/);
  });

  it('asks a guest to sign in first', async () => {
    const {post, orders} = setUpShop();

    const answer = await post('/products/moon-jar/checkout', {variant: 'large', ...ADDRESS});

    assert.equal(answer.headers.get('Location'), '/login?from=%2Fproducts%2Fmoon-jar%2Fcheckout%3Fvariant%3Dlarge');
    assert.deepEqual(orders, []);
  });

  it('takes no order from another site, for another option or for no product', async () => {
    const {post, orders} = setUpShop();
    const member = {Cookie: SIGNED_IN};

    const foreign = await post(
      '/products/moon-jar/checkout',
      {variant: 'large', ...ADDRESS},
      {...member, Origin: 'null'},
    );
    const strange = await post('/products/moon-jar/checkout', {variant: 'huge', ...ADDRESS}, member);
    const missing = await post('/products/sun-jar/checkout', {variant: 'large', ...ADDRESS}, member);

    assert.deepEqual([foreign.status, strange.status, missing.status], [403, 303, 404]);
    assert.deepEqual(orders, []);
  });
});

describe('the shop’s files', () => {
  it('are kept by browsers under an address with a version', async () => {
    const {request, read} = setUpShop();
    const address = /href="(\/assets\/shop\.css\?v=[\w-]+)"/.exec(await read('/'))?.[1] ?? '';

    const answer = await request(address);

    assert.equal(answer.headers.get('Cache-Control'), 'public, max-age=31536000, immutable');
    assert.match(answer.headers.get('Content-Type') ?? '', /^text\/css/);
  });

  it('are asked for again under an address without one', async () => {
    const {request} = setUpShop();

    const answer = await request('/assets/kakao-sync.min.js');
    const again = await request('/assets/kakao-sync.min.js', {
      headers: {'If-None-Match': answer.headers.get('ETag') ?? ''},
    });

    assert.equal(answer.headers.get('Cache-Control'), 'no-cache');
    assert.equal(again.status, 304);
  });

  it('are only the ones there are', async () => {
    const {request} = setUpShop();

    for (const name of ['none.js', '..%2fpackage.json', 'constructor']) {
      assert.equal((await request(`/assets/${name}`)).status, 404);
    }
  });
});

describe('the page of the terms', () => {
  it('has a section for each term that the app has by now', async () => {
    const terms = [{tag: 'rules', title: '이용 규칙', required: true}];
    const {read} = setUpShop({readTerms: () => terms});

    terms.push({tag: 'offers.2027', title: HOSTILE, required: false});
    const page = await read('/terms');

    assert.match(page, /id="term-rules">\s*<h2>이용 규칙<\/h2>\s*<p class="empty">필수</);
    assert.match(
      page,
      /id="term-offers\.2027">\s*<h2>&lt;img src=x onerror=alert\(1\)&gt;[^<]*<\/h2>\s*<p class="empty">선택</,
    );
  });

  it('says where the terms are that only Kakao knows', async () => {
    assert.match(await setUpShop({readTerms: () => []}).read('/terms?lang=en'), /registered at Kakao/);
  });

  for (const [url, address] of [
    [undefined, '/terms#term-new'],
    ['https://example.com/new', 'https://example.com/new'],
    ['HTTPS://example.com/new', 'https://example.com/new'],
    ['https:example.com', 'https://example.com/'],
    [' https://example.com/new', 'https://example.com/new'],
    ['mailto:shop@example.com', '/terms#term-new'],
  ] as const) {
    it(`is where a term is found unless its own address is of the web: ${JSON.stringify(url)} leads to ${address}`, () => {
      assert.equal(toTermAddress({tag: 'new', ...(url !== undefined && {url})}), address);
    });
  }

  it('is linked from every page', async () => {
    assert.match(await setUpShop().read('/products/moon-jar'), /<footer.*<a href="\/terms">.*<\/footer>/s);
  });
});

describe('the campaign page', () => {
  it('holds one script tag and a placeholder with a link that works without script', async () => {
    const page = await setUpShop().read('/event');

    assert.deepEqual(page.match(/<script\b/g)?.length, 1);
    assert.match(page, /<script\s+async\s+src="\/assets\/kakao-sync\.min\.js"\s+data-app-key="[0-9a-f]{32}"/);
    assert.match(page, /data-kakao-login\s[^>]*>\s*<a class="kakao-fallback" href="\/login\?from=\/event">/);
  });

  for (const [who, coupon, promises, answer] of [
    ['has the coupon', {is: 'valid', until: new Date(NOW + 1)}, true, /김새봄님께 쿠폰을 드렸어요/],
    ['has had it', {is: 'had'}, false, /이미 받으셨어요. 1인 1회/],
    ['was a member before', {is: 'none'}, false, /이미 온달 회원/],
  ] as const) {
    it(`${promises ? 'gives the coupon to' : 'promises no coupon to'} a member who ${who}`, async () => {
      const page = await setUpShop({coupons: {read: () => Promise.resolve(coupon)}}).read('/event', SIGNED_IN);

      const main = /<main.*<\/main>/s.exec(page)?.[0] ?? '';
      assert.match(main, answer);
      assert.equal(/드렸어요/.test(main), promises);
      assert.equal(/바로 드려요|3,000원|쿠폰 쓰러/.test(main), promises);
      assert.doesNotMatch(main, /data-kakao-login/);
    });
  }

  it('is a guest’s to somebody who is no member any more', async () => {
    const {read} = setUpShop({members: {read: () => Promise.resolve(null)}});

    assert.match(await read('/event', SIGNED_IN), /data-kakao-login/);
  });
});
