<?php
declare(strict_types=1);

namespace App\Http\Middleware;

require_once __DIR__ . '/../../Kakao/host.php';

use Illuminate\Cookie\Middleware\EncryptCookies as Middleware;
use Symfony\Component\HttpFoundation\Request;

use function KakaoSync\read_cookies;

class EncryptCookies extends Middleware
{
    /** How a login ended, for the page's script to read. */
    protected $except = ['ks_result'];

    /** Nor a login's own record, which the page writes and reads. */
    public function isDisabled($name)
    {
        return parent::isDisabled($name) || preg_match('/^(__Host-)?ks\.[\w-]{6}$/D', $name) === 1;
    }

    /** The session's cookie, by its exact name alone: PHP renames other cookies until they fit. */
    protected function decrypt(Request $request)
    {
        $name = config('session.cookie');
        $values = read_cookies($request->headers->get('Cookie') ?? '', $name);
        $request->cookies->remove($name);
        if (count($values) === 1) {
            $request->cookies->set($name, rawurldecode($values[0]));
        }
        return parent::decrypt($request);
    }
}
