<?php
// The two routes of a login: the session endpoint, which GET reads and POST changes, and the callback.
declare(strict_types=1);

namespace KakaoSync;

require_once __DIR__ . '/shop.php'; // first, as it has the settings
require_once __DIR__ . '/callback.php';

function answer_session(): void
{
    $origin = $_SERVER['HTTP_ORIGIN'] ?? null;
    foreach (to_session_headers($origin) as $name => $value) {
        header("$name: $value");
    }
    $fields = [];
    try {
        switch ($_SERVER['REQUEST_METHOD']) {
            case 'GET':
            case 'HEAD':
                send_json((new SqliteShop())->readSession()[1]);
                break;
            case 'POST':
                $fields = read_request(
                    origin: $origin,
                    fetchSite: $_SERVER['HTTP_SEC_FETCH_SITE'] ?? null,
                    header: $_SERVER['HTTP_X_KAKAO_SYNC'] ?? null,
                    type: $_SERVER['CONTENT_TYPE'] ?? null,
                    body: (string) file_get_contents('php://input', length: MAX_BODY + 1),
                );
                send_json(act($fields, new SqliteShop()));
                break;
            default:
                header('Allow: GET, HEAD, POST, OPTIONS');
                http_response_code($_SERVER['REQUEST_METHOD'] === 'OPTIONS' ? 204 : 405);
        }
    } catch (Refused $refused) {
        $problem = to_problem($refused, $fields['tx'] ?? null);
        http_response_code($problem['status']);
        send_json($problem, 'application/problem+json');
    }
}

function send_json(array $body, string $type = 'application/json'): void
{
    header("Content-Type: $type");
    echo json_encode($body, JSON_THROW_ON_ERROR);
}

function answer_callback(): void
{
    header('Cache-Control: no-store');
    header('Referrer-Policy: no-referrer');
    $read = fn (string $name): ?string => $_SERVER["HTTP_$name"] ?? null;
    $purposes = "{$read('SEC_PURPOSE')} {$read('PURPOSE')} {$read('X_MOZ')}";
    $refusal = refuse_navigation($_SERVER['REQUEST_METHOD'], $read('SEC_FETCH_DEST'), $purposes);
    if ($refusal !== 0) {
        header('Allow: GET');
        http_response_code($refusal);
        return;
    }
    [$path, $cookies] = end_callback($_SERVER['QUERY_STRING'] ?? '', $_SERVER['HTTP_COOKIE'] ?? '', new SqliteShop());
    $secure = IS_HTTPS ? '; Secure' : '';
    foreach ($cookies as [$name, $value, $seconds]) {
        header("Set-Cookie: $name=$value; Path=/; Max-Age=$seconds; SameSite=Lax$secure", false);
    }
    header("Location: $path", true, 303);
}
