<?php
// The session endpoint of kakao-sync-widget, the callback if the server takes the code, and Kakao's notice of an
// unlink.
declare(strict_types=1);

namespace App\Http\Controllers;

use App\Kakao\LaravelShop;
use App\Models\User;
use Illuminate\Http\JsonResponse;
use Illuminate\Http\Request;
use Illuminate\Http\Response;
use KakaoSync\Refused;
use Symfony\Component\HttpFoundation\Cookie;

use function KakaoSync\act;
use function KakaoSync\end_callback;
use function KakaoSync\read_request;
use function KakaoSync\refuse_navigation;
use function KakaoSync\to_problem;
use function KakaoSync\to_session_headers;

use const KakaoSync\IS_HTTPS;

final class KakaoController
{
    public function session(Request $request): Response|JsonResponse
    {
        $shop = new LaravelShop($request);
        $headers = to_session_headers($request->headers->get('Origin'));
        if ($request->isMethod('OPTIONS')) {
            return new Response('', 204, $headers);
        }
        $fields = [];
        try {
            if (!$request->isMethod('POST')) {
                return new JsonResponse($shop->readSession()[1], 200, $headers);
            }
            $fields = read_request(
                origin: $request->headers->get('Origin'),
                fetchSite: $request->headers->get('Sec-Fetch-Site'),
                header: $request->headers->get('X-Kakao-Sync'),
                type: $request->headers->get('Content-Type'),
                body: (string) $request->getContent(),
            );
            return new JsonResponse(act($fields, $shop), 200, $headers);
        } catch (Refused $refused) {
            $problem = to_problem($refused, $fields['tx'] ?? null);
            $type = ['Content-Type' => 'application/problem+json'];
            return new JsonResponse($problem, $problem['status'], $headers + $type);
        }
    }

    public function callback(Request $request): Response
    {
        $shop = new LaravelShop($request);
        $headers = ['Cache-Control' => 'no-store', 'Referrer-Policy' => 'no-referrer'];
        $read = fn (string $name): ?string => $request->headers->get($name);
        $purposes = "{$read('Sec-Purpose')} {$read('Purpose')} {$read('X-Moz')}";
        $refusal = refuse_navigation($request->getMethod(), $read('Sec-Fetch-Dest'), $purposes);
        if ($refusal !== 0) {
            return new Response('', $refusal, $headers + ['Allow' => 'GET']);
        }
        // Raw, because PHP and Laravel rename parameters and cookies.
        $query = (string) $request->server->get('QUERY_STRING');
        [$path, $cookies] = end_callback($query, $read('Cookie') ?? '', $shop);
        $response = new Response('', 303, $headers + ['Location' => $path]);
        foreach ($cookies as [$name, $value, $seconds]) {
            $cookie = new Cookie($name, $value, time() + $seconds, '/', null, IS_HTTPS, httpOnly: false, raw: true);
            $response->headers->setCookie($cookie);
        }
        return $response;
    }

    /** At Kakao's console, [App] > [Webhook]. There is no CSRF token: Kakao proves itself by the admin key. */
    public function unlinked(Request $request): Response
    {
        $expected = 'KakaoAK ' . (config('kakao.KAKAO_ADMIN_KEY') ?: throw new \LogicException('KAKAO_ADMIN_KEY'));
        if (!hash_equals($expected, $request->headers->get('Authorization') ?? '')) {
            return new Response('', 401);
        }
        $kakaoId = ($request->isMethod('POST') ? $request->request : $request->query)->all()['user_id'] ?? null;
        if (!is_string($kakaoId) || !preg_match('/^[1-9][0-9]{0,19}$/D', $kakaoId)) {
            return new Response('', 400);
        }
        // Orders may have to be kept, so the member stays, without the account and what came with it. LeaveUnlinked
        // ends the sessions.
        User::where('kakao_id', $kakaoId)->update(['kakao_id' => null, 'name' => null, 'picture' => null]);
        // Also for somebody whom the site does not know, or Kakao sends it again.
        return new Response('', 200);
    }
}
