<?php
// What the session endpoint and the callback of kakao-sync-widget have in common, whatever serves them and wherever the
// members are. The contract is docs/en/backend/any-backend.md.
declare(strict_types=1);

namespace KakaoSync;

require_once __DIR__ . '/kakao.php';

define('KakaoSync\IS_HTTPS', str_starts_with(SITE_ORIGIN, 'https:'));
const MAX_BODY = 65536;
const TOKEN = '/^[A-Za-z0-9_-]{43}$/D';
const STATUS = [
    'origin_refused' => 403, 'request_invalid' => 400, 'purpose_unsupported' => 400, 'client_unknown' => 400,
    'redirect_uri_unknown' => 400, 'session_required' => 401, 'different_account' => 409, 'id_token_invalid' => 403,
    'id_token_missing' => 500, 'profile_mismatch' => 502, 'code_used' => 409, 'redirect_uri_mismatch' => 500,
    'client_secret_wrong' => 500, 'app_key_wrong' => 500, 'rate_limited' => 429, 'account_restricted' => 403,
    'under_age' => 403, 'provider_refused' => 502, 'provider_unavailable' => 503, 'provider_bad_response' => 502,
];

/** The members and sessions of a shop, in one request. */
interface Shop
{
    /** @return array{?string, array} who is signed in, by their id at Kakao, and what GET answers */
    public function readSession(): array;

    public function isMember(string $kakaoId): bool;

    /** Whether it was this login that made the member: a second one at the same time may have been first. */
    public function signUp(string $kakaoId, array $profile): bool;

    /**
     * Ends the session that the browser has, and makes one with a new id.
     *
     * @param ?array $terms those of the app; null if Kakao did not tell
     * @return array what the login answers, as `to_answer` makes it
     */
    public function startSession(string $kakaoId, string $tx, bool $isNew, ?array $terms): array;

    public function endSession(): void;
}

/** The headers of whatever the session endpoint answers. */
function to_session_headers(?string $origin): array
{
    $headers = ['Cache-Control' => 'no-store', 'Vary' => 'Origin, Cookie'];
    // For pages on another host of the site, such as www.shop.example for api.shop.example.
    return $origin !== SITE_ORIGIN ? $headers : $headers + [
        'Access-Control-Allow-Origin' => SITE_ORIGIN,
        'Access-Control-Allow-Credentials' => 'true',
        'Access-Control-Allow-Headers' => 'Content-Type, X-Kakao-Sync',
    ];
}

/** What a request is refused with, as application/problem+json. The log gets the reference that the visitor reads. */
function to_problem(Refused $refused, mixed $tx): array
{
    $ref = to_reference($tx);
    error_log("$ref $refused->errorCode $refused->reason");
    $code = $refused->errorCode;
    return ['type' => 'about:blank', 'title' => $code, 'status' => STATUS[$code], 'code' => $code, 'ref' => $ref];
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
function read_request(?string $origin, ?string $fetchSite, ?string $header, ?string $type, string $body): array
{
    $isSame = ($origin ?? 'null') === 'null' && $fetchSite === 'same-origin';
    if ($origin !== SITE_ORIGIN && !$isSame) {
        throw new Refused('origin_refused');
    }
    $isJson = preg_match('~^application/json[ \t]*(;|$)~iD', $type ?? '') === 1;
    $fields = $header === '1' && $isJson && strlen($body) <= MAX_BODY ? json_decode($body, true, 8) : null;
    return is_array($fields) ? $fields : throw new Refused('request_invalid');
}

/** The values of the cookies of this very name: `$_COOKIE` has names that PHP has changed, and one of two of a name. */
function read_cookies(string $header, string $name): array
{
    $values = [];
    foreach (explode(';', $header) as $pair) {
        [$found, $value] = explode('=', trim($pair, " \t"), 2) + ['', null];
        if ($found === $name && $value !== null) {
            $values[] = $value;
        }
    }
    return $values;
}

function act(array $fields, Shop $shop): array
{
    $purpose = $fields['purpose'] ?? null;
    if ($purpose === 'logout') {
        $shop->endSession();
        return ['status' => 'signed-out'];
    }
    if (!in_array($purpose, ['login', 'auto-login', 'terms'], true)) {
        throw new Refused(is_string($purpose) ? 'purpose_unsupported' : 'request_invalid');
    }
    return log_in($fields, $purpose, $shop);
}

function log_in(array $fields, string $purpose, Shop $shop): array
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
    [$memberId] = $shop->readSession();
    if ($purpose === 'terms' && $memberId === null) {
        throw new Refused('session_required');
    }

    [$kakaoId, $accessToken] = exchange_code($code, $verifier, $nonceSecret, [REST_API_KEY, $clientId]);
    if ($purpose === 'terms' && $memberId !== $kakaoId) {
        throw new Refused('different_account');
    }
    $profile = read_profile($kakaoId, $accessToken);
    $terms = read_terms_if_possible($accessToken, $purpose === 'terms');
    $isNew = false;
    if (!$shop->isMember($kakaoId)) {
        if ($purpose !== 'login') {
            return ['status' => 'signed-out', 'tx' => $tx, 'reason' => 'not_a_member'];
        }
        $isNew = $shop->signUp($kakaoId, $profile);
    }
    $answer = $shop->startSession($kakaoId, $tx, $isNew, $terms);
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

/** What a login answers, and GET while its session lasts. */
function to_answer(string $tx, bool $isNew, array $member, ?array $missingTerms, int $seconds): array
{
    $told = $missingTerms === null ? [] : ['missingTerms' => $missingTerms];
    return ['status' => 'signed-in', 'tx' => $tx, 'isNewMember' => $isNew,
        'member' => (object) array_filter(['name' => $member['name'], 'picture' => $member['picture']]),
        'expiresIn' => $seconds, ...$told];
}

/** Those of the terms that somebody has not agreed to; null if nobody knows. */
function list_missing(?array $terms): ?array
{
    $missing = array_filter($terms ?? [], fn (array $term): bool => !$term['agreed']);
    $toMissing = fn (array $term): array => ['tag' => $term['tag'], 'required' => $term['required']];
    return $terms === null ? null : array_map($toMissing, array_values($missing));
}
