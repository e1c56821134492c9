import {readAttributes} from '../../attributes.js';
import {Sync} from '../../widget.jsx';

export const dynamic = 'force-dynamic';

export default function Callback() {
  return (
    <>
      <Sync {...readAttributes()} />
      <p>로그인 중</p>
    </>
  );
}
