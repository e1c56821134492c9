<?php
// The redirect URI where a page has callback-mode="server": completes the login, and sends the visitor on.
// The contract is docs/en/backend/server-callback.md.
declare(strict_types=1);

namespace KakaoSync;

require_once __DIR__ . '/login.php';

const RESULT_SECONDS = 60;
const RECORD_SECONDS = 3600;
const MAX_RECORD = 2000;
const MAX_CONSUMED = 600;
const ERRORS = [
    'server_error' => 'kakao_unavailable', 'temporarily_unavailable' => 'kakao_unavailable',
    'timeout' => 'kakao_timeout', 'consent_required' => 'kakao_interaction_required',
    'login_required' => 'kakao_interaction_required', 'interaction_required' => 'kakao_interaction_required',
];

/** The status that a request is refused with; 0 for a navigation of the whole window, which alone may spend a code. */
function refuse_navigation(string $method, ?string $destination, string $purposes): int
{
    return match (true) {
        preg_match('/prefetch|prerender/i', $purposes) === 1 => 503,
        $method !== 'GET' => 405,
        ($destination ?? 'document') !== 'document' => 403,
        default => 0,
    };
}

/**
 * Ends the login that an answer of Kakao's belongs to.
 *
 * @param string $query of the address, as it came
 * @param string $cookies the `Cookie` header, as it came
 * @return array{string, list<array{string, string, int}>} where the visitor goes on, and cookies for scripts to read:
 *     the name, the value, and how many seconds they last
 */
function end_callback(string $query, string $cookies, Shop $shop): array
{
    $answer = read_answer($query);
    if ($answer['tx'] === null) {
        return ['/', []]; // nobody's login, so nobody is told
    }
    $id = substr($answer['tx'], 0, 6);
    $name = (IS_HTTPS ? '__Host-ks.' : 'ks.') . $id;
    $record = find_record($answer['tx'], read_cookies($cookies, $name));
    [$result, $targets, $isTaken] = ['', [], false];
    try {
        check_answer($answer, $record);
        $isTaken = !isset($record['used']);
        [$result, $targets] = finish($answer, $record, $shop);
    } catch (Refused $refused) {
        error_log(to_reference($answer['tx']) . " $refused->errorCode $refused->reason");
        $result = "error.$refused->errorCode";
    }
    $told = [['ks_result', "$result.$id", RESULT_SECONDS]];
    if ($isTaken) {
        $told[] = [$name, to_consumed($record), RECORD_SECONDS];
    }
    $paths = array_filter(array_map(to_safe_path(...), [...$targets, $record['from'] ?? null]));
    return [array_values($paths)[0] ?? '/', $told];
}

/** @return array{tx: ?string, isValid: bool, code: ?string, error: ?string, description: string} */
function read_answer(string $query): array
{
    $given = [];
    foreach (explode('&', $query) as $pair) {
        [$name, $value] = array_map(urldecode(...), explode('=', $pair, 2) + ['', '']);
        $given[$name][] = $value;
    }
    // What follows in it is a path that whoever made the link chose.
    $isOurs = preg_match('/^ks1\.([\w-]{43})\.([\w-]{0,200})$/D', $given['state'][0] ?? '', $state) === 1;
    $once = fn (string $name): ?string => count($given[$name] ?? []) === 1 ? $given[$name][0] : null;
    [$code, $error] = [$once('code'), $once('error')];
    $isTwice = fn (string $name): bool => count($given[$name] ?? []) > 1;
    $names = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri'];
    $isValid = strlen($query) < 8192 && !array_filter($names, $isTwice)
        && !array_intersect_key($given, array_flip(['token', 'id_token', 'access_token', 'response']))
        && ($once('iss') ?? KAUTH) === KAUTH && ($code === null) !== ($error === null)
        && ($code === null || preg_match('/^[\x21-\x7e]{1,1024}$/D', $code) === 1);
    return ['tx' => $isOurs ? $state[1] : null, 'isValid' => $isValid, 'code' => $code, 'error' => $error,
        'description' => $once('error_description') ?? ''];
}

/** What the browser keeps of a login under way, or of one whose answer was taken; null if it keeps nothing of it. */
function find_record(string $tx, array $values): ?array
{
    [$value, $other] = array_values(array_unique($values)) + ['', null];
    if ($other !== null || strlen($value) > MAX_RECORD) {
        return ['isUnclear' => true];
    }
    $octets = preg_match('/^[\w-]+$/D', $value) ? base64_decode(strtr($value, '-_', '+/'), true) : false;
    $record = json_decode((string) $octets, true, 8);
    $isOf = is_array($record) && ($record['tx'] ?? null) === $tx && is_string($record['from'] ?? '');
    $time = $isOf ? $record['used'] ?? $record['time'] ?? null : null;
    $isLive = (is_int($time) || is_float($time)) && abs(microtime(true) * 1000 - $time) < RECORD_SECONDS * 1000;
    $isWhole = $isLive && (isset($record['used']) || (is_token($record['nonceSecret'] ?? null)
        && is_token($record['codeVerifier'] ?? $tx) && is_string($record['redirectUri'] ?? null)
        && is_string($record['clientId'] ?? null) && isset($record['from'])
        && in_array($record['purpose'] ?? null, ['login', 'auto-login', 'terms', 'link'], true)));
    return $isWhole ? $record : null;
}

function check_answer(array $answer, ?array $record): void
{
    if (!$answer['isValid'] || isset($record['isUnclear'])) {
        throw new Refused('callback_invalid');
    }
    if ($record === null) {
        throw new Refused('other_browser');
    }
    if (!isset($record['used']) && $record['redirectUri'] !== REDIRECT_URI) {
        throw new Refused('redirect_uri_unknown');
    }
}

/** @return array{string, list<mixed>} how the login has ended, and where a success leads on, best first */
function finish(array $answer, array $record, Shop $shop): array
{
    if (isset($record['used'])) {
        // A reload, the Back button, a second tab: the code was spent before.
        [, $session] = $shop->readSession();
        $isIts = $session['status'] === 'signed-in' && $session['tx'] === $record['tx'];
        return $isIts ? ['known', []] : throw new Refused('login_unfinished');
    }
    if ($answer['error'] !== null) {
        return [end_by_error($answer['error'], $answer['description'], $record['purpose']), []];
    }
    $session = act(['code' => $answer['code']] + $record, $shop);
    if ($session['status'] !== 'signed-in') {
        return ['out', []];
    }
    $end = $session['isNewMember'] ? 'new' : 'known';
    return [$end, $record['purpose'] === 'login' ? [$record['returnTo'] ?? null] : []];
}

/** `out`: nobody, and no failure. */
function end_by_error(string $error, string $description, string $purpose): string
{
    $code = ERRORS[$error] ?? 'kakao_refused';
    if ($error === 'access_denied') {
        return stripos($description, 'under age 14') === false ? 'out' : throw new Refused('under_age');
    }
    $isOut = $purpose === 'auto-login' && $code === 'kakao_interaction_required';
    return $isOut ? 'out' : throw new Refused($code);
}

/** What stays of a record, by which the page knows the result as its own, and nobody exchanges the code again. */
function to_consumed(array $record): string
{
    $path = preg_replace('/\?.*/s', '', $record['from']);
    foreach ([$record['from'], $path, '/'] as $from) {
        $kept = ['tx' => $record['tx'], 'used' => (int) (microtime(true) * 1000), 'from' => $from];
        $text = json_encode($kept + ['purpose' => $record['purpose']], JSON_INVALID_UTF8_SUBSTITUTE);
        $value = rtrim(strtr(base64_encode($text), '+/', '-_'), '=');
        if (strlen($value) <= MAX_CONSUMED) {
            break;
        }
    }
    return $value;
}

/** A path of this site that nothing reads as another host, and not this route; null for anything else. */
function to_safe_path(mixed $target): ?string
{
    if (!is_string($target) || strlen($target) > 2048) {
        return null;
    }
    // A page's own query may have backslashes.
    [$path, $rest] = preg_split('/(?=[?#])/', $target, 2) + ['', ''];
    $isPath = preg_match('~^/(?!/)[^\x00-\x1f\x7f\\\\]*$~D', $path) && !preg_match('/[\x00-\x1f\x7f]/', $rest);
    $hasDots = preg_match('~/(\.|%2e){1,2}(/|$)~iD', $path);
    if (!$isPath || $hasDots || rtrim($path, '/') === '/kakao/callback') {
        return null;
    }
    $encode = fn (array $found): string => rawurlencode($found[0]);
    return preg_replace_callback('/[^\x21-\x5b\x5d-\x7e]/', $encode, $path . $rest);
}
