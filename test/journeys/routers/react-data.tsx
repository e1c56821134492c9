// React Router with data: the root's loader lets members in alone, the callback's page not excepted.
import {useState} from 'react';
import {createRoot} from 'react-dom/client';
import {
  createBrowserRouter,
  type LoaderFunctionArgs,
  Outlet,
  redirect,
  RouterProvider,
  useLoaderData,
} from 'react-router';
import 'kakao-sync-widget/define';
import {BASE, findMember, SYNC} from './site.js';

async function requireMember({request}: LoaderFunctionArgs): Promise<{readonly name: string}> {
  const member = await findMember();
  if (member) return member;
  const {pathname, search} = new URL(request.url);
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- as React Router has it
  throw redirect(`/login?next=${encodeURIComponent(pathname.slice(BASE.length) + search)}`);
}

function Members() {
  const {name} = useLoaderData<typeof requireMember>();
  return (
    <>
      <kakao-sync {...SYNC} />
      <p>회원: {name}</p>
      <Outlet />
    </>
  );
}

function Login() {
  const [round, setRound] = useState(0);
  return (
    <>
      <kakao-sync key={round} {...SYNC} />
      <h1>로그인</h1>
      <kakao-login-button />
      <button onClick={() => setRound(round + 1)}>다시 그리기</button>
    </>
  );
}

const router = createBrowserRouter(
  [
    {path: '/login', element: <Login />},
    {
      path: '/',
      loader: requireMember,
      element: <Members />,
      children: [
        {index: true, element: <h1>처음</h1>},
        {path: 'cart', element: <h1>장바구니</h1>},
        {path: 'kakao/callback', element: <h1>로그인 중</h1>},
      ],
    },
  ],
  {basename: BASE},
);

document.addEventListener('kakao-login-success', () => {
  void router.navigate(new URLSearchParams(location.search).get('next') ?? '/', {replace: true});
});

const root = document.getElementById('root');
if (root) createRoot(root).render(<RouterProvider router={router} />);
