<?php
// The session endpoint of kakao-sync-widget: GET reads who is signed in, POST logs in and out.
// The contract is docs/en/backend/any-backend.md. Put your shop's members behind `find_member` and `sign_up`.
declare(strict_types=1);

require __DIR__ . '/kakao.php';

define('IS_HTTPS', str_starts_with(SITE_ORIGIN, 'https:'));
define('COOKIE', IS_HTTPS ? '__Host-shop' : 'shop');
const SESSION_SECONDS = 7 * 24 * 3600;
const MAX_BODY = 65536;
const TOKEN = '/^[A-Za-z0-9_-]{43}$/D';
const STATUS = [
    'origin_refused' => 403, 'request_invalid' => 400, 'purpose_unsupported' => 400, 'client_unknown' => 400,
    'redirect_uri_unknown' => 400, 'session_required' => 401, 'different_account' => 409, 'id_token_invalid' => 403,
    'id_token_missing' => 500, 'profile_mismatch' => 502, 'code_used' => 409, 'redirect_uri_mismatch' => 500,
    'client_secret_wrong' => 500, 'app_key_wrong' => 500, 'rate_limited' => 429, 'account_restricted' => 403,
    'under_age' => 403, 'provider_refused' => 502, 'provider_unavailable' => 503, 'provider_bad_response' => 502,
];

function answer_session(): void
{
    header('Cache-Control: no-store');
    header('Vary: Origin, Cookie');
    if (($_SERVER['HTTP_ORIGIN'] ?? '') === SITE_ORIGIN) {
        // For pages on another host of the site, such as www.shop.example for api.shop.example.
        header('Access-Control-Allow-Origin: ' . SITE_ORIGIN);
        header('Access-Control-Allow-Credentials: true');
        header('Access-Control-Allow-Headers: Content-Type, X-Kakao-Sync');
    }
    $fields = [];
    try {
        switch ($_SERVER['REQUEST_METHOD']) {
            case 'GET':
            case 'HEAD':
                send_json(read_session()[1]);
                break;
            case 'POST':
                $fields = read_request();
                send_json(act($fields));
                break;
            default:
                header('Allow: GET, HEAD, POST, OPTIONS');
                http_response_code($_SERVER['REQUEST_METHOD'] === 'OPTIONS' ? 204 : 405);
        }
    } catch (Refused $refused) {
        $ref = to_reference($fields['tx'] ?? null);
        error_log("$ref $refused->errorCode $refused->reason");
        $status = STATUS[$refused->errorCode];
        http_response_code($status);
        $problem = ['type' => 'about:blank', 'title' => $refused->errorCode, 'status' => $status];
        send_json([...$problem, 'code' => $refused->errorCode, 'ref' => $ref], 'application/problem+json');
    }
}

function send_json(array $body, string $type = 'application/json'): void
{
    header("Content-Type: $type");
    echo json_encode($body, JSON_THROW_ON_ERROR);
}

/** What the visitor reads and customer service asks for, such as KS-7GR0-9A2K. */
function to_reference(mixed $tx): string
{
    $octets = is_token($tx) ? base64_decode(strtr(substr($tx, 0, 8), '-_', '+/')) : random_bytes(5);
    $number = hexdec(bin2hex(substr($octets, 0, 5)));
    $toDigit = fn (int $shift): string => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[$number >> $shift & 31];
    return 'KS-' . implode('-', str_split(implode('', array_map($toDigit, range(35, 0, -5))), 4));
}

function is_token(mixed $value): bool
{
    return is_string($value) && preg_match(TOKEN, $value) === 1;
}

/** A POST of the widget: from a page of ours, with the header that a foreign page or a form cannot add. */
function read_request(): array
{
    $origin = $_SERVER['HTTP_ORIGIN'] ?? 'null';
    $isSame = $origin === 'null' && ($_SERVER['HTTP_SEC_FETCH_SITE'] ?? '') === 'same-origin';
    if ($origin !== SITE_ORIGIN && !$isSame) {
        throw new Refused('origin_refused');
    }
    $isJson = preg_match('~^application/json[ \t]*(;|$)~iD', $_SERVER['CONTENT_TYPE'] ?? '') === 1;
    if (($_SERVER['HTTP_X_KAKAO_SYNC'] ?? '') !== '1' || !$isJson) {
        throw new Refused('request_invalid');
    }
    $text = (string) file_get_contents('php://input', length: MAX_BODY);
    $fields = json_decode($text, true, 8);
    return is_array($fields) ? $fields : throw new Refused('request_invalid');
}

function act(array $fields): array
{
    $purpose = $fields['purpose'] ?? null;
    if ($purpose === 'logout') {
        end_session();
        set_session_cookie('', 1);
        return ['status' => 'signed-out'];
    }
    if (!in_array($purpose, ['login', 'auto-login', 'terms'], true)) {
        throw new Refused(is_string($purpose) ? 'purpose_unsupported' : 'request_invalid');
    }
    return log_in($fields, $purpose);
}

function log_in(array $fields, string $purpose): array
{
    ['tx' => $tx, 'code' => $code, 'codeVerifier' => $verifier, 'nonceSecret' => $nonceSecret, 'terms' => $asked]
        = $fields + ['tx' => null, 'code' => null, 'codeVerifier' => null, 'nonceSecret' => null, 'terms' => []];
    $isCode = is_string($code) && preg_match('/^[\x21-\x7e]{1,1024}$/D', $code);
    $isVerifier = $verifier === null || (is_string($verifier) && preg_match('/^[\w.~-]{43,128}$/D', $verifier));
    if (!is_token($tx) || !is_token($nonceSecret) || !$isCode || !$isVerifier || !is_array($asked)) {
        throw new Refused('request_invalid');
    }
    $clientId = $fields['clientId'] ?? null;
    if (!in_array($clientId, CLIENT_IDS, true)) {
        throw new Refused('client_unknown');
    }
    if (($fields['redirectUri'] ?? null) !== REDIRECT_URI) {
        throw new Refused('redirect_uri_unknown');
    }
    [$member] = read_session();
    if ($purpose === 'terms' && $member === null) {
        throw new Refused('session_required');
    }

    [$kakaoId, $accessToken] = exchange_code($code, $verifier, $nonceSecret, [REST_API_KEY, $clientId]);
    if ($purpose === 'terms' && $member['kakao_id'] !== $kakaoId) {
        throw new Refused('different_account');
    }
    $profile = read_profile($kakaoId, $accessToken);
    $terms = read_terms_if_possible($accessToken, $purpose === 'terms');
    $isNew = false;
    if (find_member($kakaoId) === null) {
        if ($purpose !== 'login') {
            return ['status' => 'signed-out', 'tx' => $tx, 'reason' => 'not_a_member'];
        }
        $isNew = sign_up($kakaoId, $profile);
    }
    $answer = start_session($kakaoId, $tx, $isNew, $terms);
    if ($purpose === 'terms') {
        $known = array_filter($terms, fn (array $term): bool => in_array($term['tag'], $asked, true));
        $toAsked = fn (array $term): array => ['tag' => $term['tag'], 'agreed' => $term['agreed']];
        $answer['terms'] = array_map($toAsked, array_values($known));
    }
    return $answer;
}

/** Null if Kakao cannot tell them, which keeps nobody out who has not come for them. */
function read_terms_if_possible(string $accessToken, bool $isNeeded): ?array
{
    try {
        return read_terms($accessToken);
    } catch (Refused $refused) {
        if ($isNeeded) {
            throw $refused;
        }
        error_log("terms $refused->errorCode $refused->reason");
        return null;
    }
}

function find_member(string $kakaoId): ?array
{
    return run_query('SELECT * FROM members WHERE kakao_id = ?', [$kakaoId])->fetch() ?: null;
}

/** Whether it was this login that made the member: a second one at the same time may have been first. */
function sign_up(string $kakaoId, array $profile): bool
{
    $statement = 'INSERT INTO members (kakao_id, name, picture) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
    return run_query($statement, [$kakaoId, $profile['name'] ?? null, $profile['picture'] ?? null])->rowCount() === 1;
}

/** A new id, and the answer of the login. Whoever knew the id from before knows nothing. */
function start_session(string $kakaoId, string $tx, bool $isNew, ?array $terms): array
{
    $member = find_member($kakaoId) ?? throw new Refused('session_required'); // unlinked meanwhile
    $isMissing = fn (array $term): bool => !$term['agreed'];
    $toMissing = fn (array $term): array => ['tag' => $term['tag'], 'required' => $term['required']];
    $missing = $terms === null ? null : array_map($toMissing, array_values(array_filter($terms, $isMissing)));
    $sessionId = bin2hex(random_bytes(32));
    $now = time();
    open_database()->beginTransaction();
    end_session();
    foreach ($terms ?? [] as ['tag' => $tag, 'agreed' => $agreed]) {
        run_query('INSERT INTO consents VALUES (?, ?, ?, ?)', [$member['id'], $tag, (int) $agreed, $now]);
    }
    $values = [$member['id'], $tx, (int) $isNew, json_encode($missing), $now + SESSION_SECONDS];
    run_query('INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?)', [hash('sha256', $sessionId), ...$values]);
    open_database()->commit();
    set_session_cookie($sessionId, $now + SESSION_SECONDS);
    return to_answer($member, $tx, $isNew, $missing, SESSION_SECONDS);
}

function to_answer(array $member, string $tx, bool $isNew, ?array $missing, int $seconds): array
{
    $shown = (object) array_filter(['name' => $member['name'], 'picture' => $member['picture']]);
    $told = $missing === null ? [] : ['missingTerms' => $missing];
    return ['status' => 'signed-in', 'tx' => $tx, 'isNewMember' => $isNew, 'member' => $shown,
        'expiresIn' => $seconds, ...$told];
}

/** @return array{?array, array} who is signed in, and what GET answers */
function read_session(): array
{
    $query = 'SELECT * FROM sessions LEFT JOIN members ON members.id = member_id WHERE id_hash = ? AND expires_at > ?';
    $session = run_query($query, [hash('sha256', read_session_id()), time()])->fetch();
    if ($session === false) {
        return [null, ['status' => 'signed-out']];
    }
    if ($session['kakao_id'] === null) {
        // The cookie came, and its member has left.
        return [null, ['status' => 'signed-out', 'tx' => $session['tx']]];
    }
    $missing = json_decode($session['missing_terms'], true);
    $seconds = $session['expires_at'] - time();
    return [$session, to_answer($session, $session['tx'], (bool) $session['is_new'], $missing, $seconds)];
}

function end_session(): void
{
    run_query('DELETE FROM sessions WHERE id_hash = ? OR expires_at < ?', [hash('sha256', read_session_id()), time()]);
}

function set_session_cookie(string $value, int $expires): void
{
    $options = ['expires' => $expires, 'path' => '/', 'secure' => IS_HTTPS, 'httponly' => true, 'samesite' => 'Lax'];
    setcookie(COOKIE, $value, $options);
}

/** From the raw header: `$_COOKIE` has names that PHP has changed, and one of two cookies of a name. */
function read_session_id(): string
{
    $values = [];
    foreach (explode(';', $_SERVER['HTTP_COOKIE'] ?? '') as $pair) {
        [$name, $value] = explode('=', trim($pair, " \t"), 2) + ['', null];
        if ($name === COOKIE && $value !== null) {
            $values[] = $value;
        }
    }
    return count($values) === 1 ? $values[0] : '';
}
