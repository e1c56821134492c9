// React Router with elements: a gate that keeps where somebody was going in the history's state, as many sites do.
import {type ReactNode, useEffect, useState} from 'react';
import {createRoot} from 'react-dom/client';
import {BrowserRouter, Navigate, Route, Routes, useLocation} from 'react-router';
import 'kakao-sync-widget/define';
import {BASE, findMember, SYNC} from './site.js';

type Found = Awaited<ReturnType<typeof findMember>>;

function Gate({children}: {readonly children: ReactNode}) {
  const [member, setMember] = useState<Found | undefined>();
  const location = useLocation();
  useEffect(() => void findMember().then(setMember), []);
  if (member === undefined) return <p>확인 중</p>;
  if (member === null) return <Navigate to="/login" state={{from: location}} replace />;
  return (
    <>
      <kakao-sync {...SYNC} />
      <p>회원: {member.name}</p>
      {children}
    </>
  );
}

function Login() {
  return (
    <>
      <kakao-sync {...SYNC} />
      <h1>로그인</h1>
      <kakao-login-button />
    </>
  );
}

document.addEventListener('kakao-login-success', () => location.assign(`${BASE}/`));

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <BrowserRouter basename={BASE}>
      <Routes>
        <Route path="/login" element={<Login />} />
        <Route
          path="*"
          element={
            <Gate>
              <h1>처음</h1>
            </Gate>
          }
        />
      </Routes>
    </BrowserRouter>,
  );
}
