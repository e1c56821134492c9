// React Router whose root lets it finish logins.
import {createRoot} from 'react-dom/client';
import {createBrowserRouter, RouterProvider} from 'react-router';
import {Root} from './root.js';
import {BASE, SYNC} from './site.js';

const Cart = () => (
  <>
    <h1>장바구니</h1>
    <kakao-login-button />
  </>
);

const router = createBrowserRouter(
  [
    {
      path: '/',
      element: <Root kakao={SYNC} basename={BASE} />,
      children: [
        {path: 'cart', element: <Cart />},
        {path: 'kakao/callback', element: <h1>로그인 중</h1>},
      ],
    },
  ],
  {basename: BASE},
);

const root = document.getElementById('root');
if (root) createRoot(root).render(<RouterProvider router={router} />);
