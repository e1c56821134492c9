<?php
declare(strict_types=1);

namespace App\Http\Middleware;

use Closure;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Auth;

/** Signs out whoever signed in with a Kakao account that has left the site since. */
class LeaveUnlinked
{
    public function handle(Request $request, Closure $next)
    {
        $login = $request->session()->get('kakao');
        $user = Auth::user();
        $isByKakao = $login !== null && $user !== null && $user->id === $login['userId'];
        if ($isByKakao && $user->kakao_id !== $login['kakaoId']) {
            Auth::logout();
            $request->session()->regenerate(true);
        }
        return $next($request);
    }
}
