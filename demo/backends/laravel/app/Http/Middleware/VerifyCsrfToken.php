<?php
declare(strict_types=1);

namespace App\Http\Middleware;

use Illuminate\Foundation\Http\Middleware\VerifyCsrfToken as Middleware;

class VerifyCsrfToken extends Middleware
{
    /** The endpoint requires the site's Origin and a header that no foreign page can add. Kakao has no token. */
    protected $except = ['api/kakao/session', 'kakao/unlinked'];
}
