<?php
// Exchanges the code of a login at Kakao, checks the ID token, and reads the person's profile and terms.
// Whoever requires it has `find_setting` and `open_database`.
declare(strict_types=1);

namespace KakaoSync;

define('KakaoSync\KAKAO_ORIGIN', find_setting('KAKAO_ORIGIN'));
define('KakaoSync\KAUTH', KAKAO_ORIGIN ?: 'https://kauth.kakao.com');
define('KakaoSync\KAPI', KAKAO_ORIGIN ?: 'https://kapi.kakao.com');
define('KakaoSync\REST_API_KEY', require_setting('KAKAO_REST_API_KEY'));
define('KakaoSync\CLIENT_IDS', array_filter([REST_API_KEY, find_setting('KAKAO_JAVASCRIPT_KEY')]));
define('KakaoSync\SITE_ORIGIN', require_setting('SITE_ORIGIN'));
define('KakaoSync\REDIRECT_URI', SITE_ORIGIN . '/kakao/callback');
// In seconds: between two clocks, how old a fresh ID token may be, how long Kakao's keys are kept, how often an unknown
// one is looked for, and how long Kakao may take.
const TOLERANCE = 60;
const MAX_AGE = 600;
const KEEP_KEYS = 600;
const LOOK_AGAIN = 30;
const TIMEOUT = 3;
const MAX_ANSWER = 65536;
const CODES = [
    'KOE320' => 'code_used', 'KOE303' => 'redirect_uri_mismatch', 'KOE010' => 'client_secret_wrong',
    'KOE101' => 'app_key_wrong', 'KOE237' => 'rate_limited', 'KOE003' => 'provider_unavailable',
    '-1' => 'provider_unavailable', '-4' => 'account_restricted', '-7' => 'provider_unavailable',
    '-10' => 'rate_limited', '-103' => 'account_restricted', '-406' => 'under_age',
];
// The emulator signs anybody in as anybody.
if (KAKAO_ORIGIN !== '' && !preg_match('~^http://(localhost|127\.0\.0\.1)(:\d+)?$~D', SITE_ORIGIN)) {
    throw new \LogicException('KAKAO_ORIGIN is for a site on this machine only.');
}

function require_setting(string $name): string
{
    return find_setting($name) ?: throw new \LogicException("$name has no value.");
}

/** Why a request is refused: a code of docs/en/error-codes.md, and for the log what Kakao said. */
final class Refused extends \Exception
{
    public function __construct(public readonly string $errorCode, public readonly string $reason = '')
    {
        parent::__construct($errorCode);
    }
}

/** @return array{string, string} the person's id at Kakao, and the access token that reads their data */
function exchange_code(string $code, ?string $verifier, string $nonceSecret, array $audiences): array
{
    $fields = [
        'grant_type' => 'authorization_code', 'client_id' => REST_API_KEY,
        'client_secret' => require_setting('KAKAO_CLIENT_SECRET'), 'redirect_uri' => REDIRECT_URI, 'code' => $code,
    ];
    if ($verifier !== null) {
        $fields['code_verifier'] = $verifier;
    }
    $tokens = ask_kakao(KAUTH . '/oauth/token', fields: $fields);
    $accessToken = $tokens['access_token'] ?? null;
    $idToken = $tokens['id_token'] ?? '';
    $type = $tokens['token_type'] ?? null;
    if (!is_string($type) || strtolower($type) !== 'bearer' || !is_string($idToken) || !is_string($accessToken)) {
        throw new Refused('provider_bad_response');
    }
    if (!preg_match('/^[\x21-\x7e]+$/D', $accessToken)) {
        throw new Refused('provider_bad_response');
    }
    if ($idToken === '') {
        throw new Refused('id_token_missing', 'turn on OpenID Connect in the console');
    }
    $nonce = rtrim(strtr(base64_encode(hash('sha256', $nonceSecret, true)), '+/', '-_'), '=');
    return [check_claims(read_id_token($idToken), $nonce, $audiences), $accessToken];
}

/** The claims of a token that Kakao has signed with RS256, and with nothing else. */
function read_id_token(string $token): array
{
    $parts = explode('.', $token);
    if (count($parts) !== 3) {
        throw new Refused('id_token_invalid', 'form');
    }
    $header = json_decode(decode_base64url($parts[0]), true);
    // Whatever else Kakao signs, such as a notice, is no login.
    $isLogin = is_array($header) && ($header['alg'] ?? null) === 'RS256' && ($header['typ'] ?? 'JWT') === 'JWT';
    if (!$isLogin || array_key_exists('crit', $header) || !is_string($header['kid'] ?? null)) {
        throw new Refused('id_token_invalid', 'header');
    }
    $jwk = find_key($header['kid']) ?? throw new Refused('id_token_invalid', 'kid');
    $signature = decode_base64url($parts[2]);
    if (openssl_verify("$parts[0].$parts[1]", $signature, to_pem($jwk), OPENSSL_ALGO_SHA256) !== 1) {
        throw new Refused('id_token_invalid', 'signature');
    }
    $claims = json_decode(decode_base64url($parts[1]), true);
    return is_array($claims) ? $claims : throw new Refused('id_token_invalid', 'claims');
}

/** The person's id at Kakao, after all checks of OpenID Connect Core 3.1.3.7. */
function check_claims(array $claims, string $nonce, array $audiences): string
{
    $audience = $claims['aud'] ?? null;
    if (is_array($audience) && array_is_list($audience) && count($audience) === 1) {
        $audience = $audience[0];
    }
    // A token with a further audience is refused.
    if (!in_array($audience, $audiences, true) || ($claims['azp'] ?? $audience) !== $audience) {
        throw new Refused('id_token_invalid', 'aud');
    }
    if (($claims['iss'] ?? null) !== KAUTH || ($claims['nonce'] ?? null) !== $nonce || isset($claims['events'])) {
        throw new Refused('id_token_invalid', 'iss or nonce');
    }
    $times = [$claims['exp'] ?? null, $claims['iat'] ?? null, $claims['nbf'] ?? 0];
    [$exp, $iat, $nbf] = array_filter($times, 'is_int') + [null, null, null];
    $now = time();
    $isNow = $exp !== null && $iat !== null && $nbf !== null && $exp > $now - TOLERANCE && $nbf <= $now + TOLERANCE
        && $iat <= $now + TOLERANCE && $iat >= $now - MAX_AGE;
    if (!$isNow) {
        throw new Refused('id_token_invalid', 'time');
    }
    $subject = $claims['sub'] ?? null;
    if (!is_string($subject) || !preg_match('/^[1-9][0-9]{0,19}$/D', $subject)) {
        throw new Refused('id_token_invalid', 'sub');
    }
    return $subject;
}

/** One of Kakao's public keys. They are kept, because Kakao may block those who ask too often. */
function find_key(string $keyId): ?array
{
    $database = open_database();
    $kept = $database->query('SELECT * FROM kakao_keys')->fetch();
    $kept = $kept ?: ['jwks' => '{}', 'loaded_at' => 0, 'missed_at' => 0];
    $keys = json_decode($kept['jwks'], true);
    $isOld = time() - $kept['loaded_at'] > KEEP_KEYS;
    // Kakao may just have replaced it.
    $isMissed = !isset($keys[$keyId]) && time() - $kept['missed_at'] > LOOK_AGAIN;
    if ($isOld || $isMissed) {
        $missedAt = $isOld ? $kept['missed_at'] : time();
        $keep = $database->prepare('REPLACE INTO kakao_keys (id, jwks, loaded_at, missed_at) VALUES (1, ?, ?, ?)');
        $keep->execute([$kept['jwks'], $kept['loaded_at'], $missedAt]); // those who come meanwhile do not ask too
        $keys = load_keys();
        $keep->execute([json_encode($keys), time(), $missedAt]);
    }
    return $keys[$keyId] ?? null;
}

function load_keys(): array
{
    $listed = ask_kakao(KAUTH . '/.well-known/jwks.json')['keys'] ?? null;
    if (!is_array($listed)) {
        throw new Refused('provider_bad_response', 'keys');
    }
    $isOurs = fn (mixed $key): bool => is_array($key) && ($key['kty'] ?? null) === 'RSA'
        && ($key['use'] ?? 'sig') === 'sig' && is_string($key['kid'] ?? null)
        && is_string($key['n'] ?? null) && is_string($key['e'] ?? null);
    return array_column(array_filter($listed, $isOurs), null, 'kid');
}

/** The key in the form that OpenSSL reads (RFC 5280 4.1, RFC 8017 A.1.1). */
function to_pem(array $jwk): string
{
    $encode = function (int $tag, string $content): string {
        $length = ltrim(pack('N', strlen($content)), "\0");
        $head = strlen($content) < 128 ? chr(strlen($content)) : chr(0x80 | strlen($length)) . $length;
        return chr($tag) . $head . $content;
    };
    $toInteger = function (string $number) use ($encode): string {
        $octets = ltrim(decode_base64url($number), "\0");
        return $encode(0x02, preg_match('/^[\x80-\xff]/', $octets) ? "\0$octets" : $octets); // or it is negative
    };
    $key = $encode(0x30, $toInteger($jwk['n']) . $toInteger($jwk['e']));
    $algorithm = hex2bin('300d06092a864886f70d0101010500'); // rsaEncryption
    $body = base64_encode($encode(0x30, $algorithm . $encode(0x03, "\0$key")));
    return "-----BEGIN PUBLIC KEY-----\n" . chunk_split($body, 64, "\n") . "-----END PUBLIC KEY-----\n";
}

function decode_base64url(string $text): string
{
    $octets = preg_match('/^[\w-]*$/D', $text) ? base64_decode(strtr($text, '-_', '+/'), true) : false;
    return $octets === false ? throw new Refused('id_token_invalid', 'base64url') : $octets;
}

/** Read at every login: Kakao unlinks those whose data nobody has asked for within a day. */
function read_profile(string $kakaoId, string $accessToken): array
{
    $user = ask_kakao(KAPI . '/v2/user/me?secure_resource=true', token: $accessToken);
    $id = $user['id'] ?? null;
    if (!(is_int($id) || is_string($id)) || (string) $id !== $kakaoId) {
        throw new Refused('profile_mismatch');
    }
    $account = is_array($user['kakao_account'] ?? null) ? $user['kakao_account'] : [];
    $shown = is_array($account['profile'] ?? null) ? $account['profile'] : [];
    $found = ['name' => $shown['nickname'] ?? null, 'picture' => $shown['thumbnail_image_url'] ?? null];
    return array_filter($found, 'is_string');
}

/** @return list<array{tag: string, agreed: bool, required: bool}> the app's terms */
function read_terms(string $accessToken): array
{
    // Without `result`, Kakao leaves out what was declined.
    $answer = ask_kakao(KAPI . '/v2/user/service_terms?result=app_service_terms', token: $accessToken);
    $listed = $answer['service_terms'] ?? null;
    if (!is_array($listed) || array_filter($listed, fn (mixed $term): bool => !is_string($term['tag'] ?? null))) {
        throw new Refused('provider_bad_response', 'terms');
    }
    return array_map(fn (array $term): array => [
        'tag' => $term['tag'],
        'agreed' => ($term['agreed'] ?? null) === true,
        'required' => ($term['required'] ?? null) === true,
    ], array_values($listed));
}

/** The object that Kakao answers. */
function ask_kakao(string $url, ?array $fields = null, string $token = ''): array
{
    $text = '';
    $curl = curl_init($url);
    curl_setopt_array($curl, [
        CURLOPT_HTTPHEADER => ['Accept: application/json', ...($token === '' ? [] : ["Authorization: Bearer $token"])],
        CURLOPT_TIMEOUT => TIMEOUT,
        CURLOPT_WRITEFUNCTION => function ($_, string $part) use (&$text): int {
            $text .= $part;
            return strlen($text) <= MAX_ANSWER ? strlen($part) : 0;
        },
    ] + ($fields === null ? [] : [CURLOPT_POSTFIELDS => http_build_query($fields)]));
    $isDone = curl_exec($curl);
    $status = (int) curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    if (!$isDone && strlen($text) <= MAX_ANSWER) {
        throw new Refused('provider_unavailable', curl_strerror(curl_errno($curl)) ?? '');
    }
    $answer = $isDone && str_starts_with($text, '{') ? json_decode($text, true, 64, JSON_BIGINT_AS_STRING) : null;
    if ($status === 200 && is_array($answer)) {
        return $answer;
    }
    $said = $answer['error_code'] ?? $answer['code'] ?? '';
    $said = is_int($said) || is_string($said) ? (string) $said : '';
    $reason = preg_match('/^(KOE\d{3}|-\d{1,5})$/D', $said) ? "$status $said" : "$status";
    throw new Refused(match (true) {
        $status === 429 => 'rate_limited',
        $status >= 500 => 'provider_unavailable',
        $status >= 400 && ($said !== '' || isset($answer['error'])) => CODES[$said] ?? 'provider_refused',
        default => 'provider_bad_response',
    }, $reason);
}
