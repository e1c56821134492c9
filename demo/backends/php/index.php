<?php
// The shop's server. Here it has nothing but the routes that Kakao Sync needs.
declare(strict_types=1);

namespace KakaoSync;

// An error's page and its trace hold what was being worked on: codes, tokens, people.
ini_set('display_errors', '0');
ini_set('zend.exception_ignore_args', '1');

require __DIR__ . '/session.php';
require __DIR__ . '/unlinked.php';

match (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)) {
    '/api/kakao/session' => answer_session(),
    '/kakao/callback' => answer_callback(),
    '/kakao/unlinked' => answer_unlinked(),
    default => http_response_code(404),
};
