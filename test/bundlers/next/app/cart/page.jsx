import {cookies} from 'next/headers';
import {readAttributes} from '../attributes.js';
import {Button, Logout, Member, Sync} from '../widget.jsx';

export const dynamic = 'force-dynamic';

export default async function Cart() {
  const names = (await cookies()).getAll().map(({name}) => name);
  return (
    <>
      <Sync {...readAttributes()} />
      <h1>온달</h1>
      <p>{names.some((name) => name.endsWith('kakao_sync_session')) ? '서버: 회원' : '서버: 비회원'}</p>
      <Button />
      <Member />
      <Logout />
    </>
  );
}
