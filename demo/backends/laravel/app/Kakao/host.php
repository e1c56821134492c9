<?php
// What kakao.php needs of this site. Beside this file lie kakao.php, login.php and callback.php of the backend in PHP.
declare(strict_types=1);

namespace KakaoSync;

use Illuminate\Support\Facades\DB;
use PDO;

function find_setting(string $name): string
{
    return (string) config("kakao.$name");
}

function open_database(): PDO
{
    return DB::connection()->getPdo();
}

require_once __DIR__ . '/callback.php';
