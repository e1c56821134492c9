<?php
// As in .env: config() keeps them where `php artisan config:cache` has run, and env() does not.
return [
    'KAKAO_ORIGIN' => env('KAKAO_ORIGIN'),
    'KAKAO_REST_API_KEY' => env('KAKAO_REST_API_KEY'),
    'KAKAO_CLIENT_SECRET' => env('KAKAO_CLIENT_SECRET'),
    'KAKAO_JAVASCRIPT_KEY' => env('KAKAO_JAVASCRIPT_KEY'),
    'KAKAO_ADMIN_KEY' => env('KAKAO_ADMIN_KEY'),
    'SITE_ORIGIN' => env('SITE_ORIGIN', env('APP_URL')),
];
