<?php
// Kakao's notice that somebody has unlinked the app: at [App] > [Webhook], the address is /kakao/unlinked.
declare(strict_types=1);

namespace KakaoSync;

function answer_unlinked(): void
{
    // Kakao proves itself by the admin key; the query or the form says only whom it is about.
    $expected = 'KakaoAK ' . require_setting('KAKAO_ADMIN_KEY');
    if (!hash_equals($expected, $_SERVER['HTTP_AUTHORIZATION'] ?? '')) {
        http_response_code(401);
        return;
    }
    $kakaoId = ($_SERVER['REQUEST_METHOD'] === 'POST' ? $_POST : $_GET)['user_id'] ?? null;
    if (!is_string($kakaoId) || !preg_match('/^[1-9][0-9]{0,19}$/D', $kakaoId)) {
        http_response_code(400);
        return;
    }
    // Orders may have to be kept, so the member stays, without the account and what came with it. No session of theirs
    // counts any more: `readSession` asks for the account.
    run_query('UPDATE members SET kakao_id = NULL, name = NULL, picture = NULL WHERE kakao_id = ?', [$kakaoId]);
    // Also for somebody whom the shop does not know, or Kakao sends it again.
    http_response_code(200);
}
