import {toKakao} from '../kakao.js';

/** A page that says nothing of being dynamic: Next learns it while it builds, by what reading a cookie throws. */
export default async function Member() {
  const session = await toKakao().readSession(new Request('https://shop.example/member'));
  return <p>{session ? `회원: ${session.member.name}` : '비회원'}</p>;
}
