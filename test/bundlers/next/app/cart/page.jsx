import {readAttributes} from '../attributes.js';
import {Button, Member, Sync} from '../widget.jsx';

export const dynamic = 'force-dynamic';

export default function Cart() {
  return (
    <>
      <Sync {...readAttributes()} />
      <h1>온달</h1>
      <Button />
      <Member />
    </>
  );
}
