import {toKakao} from '../../kakao.js';

/** A page whose kit's hook ends it. */
export default async function Gate({params}) {
  const {how} = await params;
  const session = await toKakao(how).readSession(new Request('https://shop.example/gate'));
  return <p>{session?.member.name}</p>;
}
