import {createKakaoServer} from 'kakao-sync-widget/server';
import {cookies} from 'next/headers';
import {notFound, redirect} from 'next/navigation';

const EXITS = {redirect: () => redirect('/cart?from=gate'), missing: () => notFound()};

/** A kit whose site asks Next for the visitor, and lets it end the page or the route. */
export const toKakao = (how) =>
  createKakaoServer({
    keys: [{clientId: 'a'.repeat(32), secret: 'secret'}],
    redirectUris: ['https://shop.example/kakao/callback'],
    allowedOrigins: ['https://shop.example'],
    findMember: () => null,
    signUp: () => ({id: 'm-1'}),
    readMember: (id) => ({id, name: '김새봄'}),
    session: {
      create: () => undefined,
      destroy: () => undefined,
      async read() {
        const visitor = (await cookies()).get('visitor');
        return visitor ? {memberId: visitor.value, issuedAt: 0, isNewMember: false} : (EXITS[how]?.() ?? null);
      },
    },
  });
