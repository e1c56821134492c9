<?php
// The members and sessions of this shop. Yours are behind the same five functions.
declare(strict_types=1);

namespace KakaoSync;

require_once __DIR__ . '/database.php';
require_once __DIR__ . '/login.php';

define('KakaoSync\COOKIE', IS_HTTPS ? '__Host-shop' : 'shop');
const SESSION_SECONDS = 7 * 24 * 3600;

final class SqliteShop implements Shop
{
    public function readSession(): array
    {
        $query = 'SELECT * FROM sessions LEFT JOIN members ON members.id = member_id WHERE id_hash = ?';
        $session = run_query("$query AND expires_at > ?", [read_id_hash(), time()])->fetch();
        if ($session === false) {
            return [null, ['status' => 'signed-out']];
        }
        if ($session['kakao_id'] === null) {
            // The cookie came, and its member has left.
            return [null, ['status' => 'signed-out', 'tx' => $session['tx']]];
        }
        $missing = json_decode($session['missing_terms'], true);
        $seconds = $session['expires_at'] - time();
        $answer = to_answer($session['tx'], (bool) $session['is_new'], $session, $missing, $seconds);
        return [$session['kakao_id'], $answer];
    }

    public function isMember(string $kakaoId): bool
    {
        return find_member($kakaoId) !== null;
    }

    public function signUp(string $kakaoId, array $profile): bool
    {
        $values = [$kakaoId, $profile['name'] ?? null, $profile['picture'] ?? null];
        $statement = 'INSERT INTO members (kakao_id, name, picture) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
        return run_query($statement, $values)->rowCount() === 1;
    }

    /** Whoever knew the id from before knows nothing. */
    public function startSession(string $kakaoId, string $tx, bool $isNew, ?array $terms): array
    {
        $member = find_member($kakaoId) ?? throw new Refused('session_required'); // unlinked meanwhile
        [$id, $now, $missing] = [bin2hex(random_bytes(32)), time(), list_missing($terms)];
        open_database()->beginTransaction();
        delete_session();
        foreach ($terms ?? [] as ['tag' => $tag, 'agreed' => $agreed]) {
            run_query('INSERT INTO consents VALUES (?, ?, ?, ?)', [$member['id'], $tag, (int) $agreed, $now]);
        }
        $values = [$member['id'], $tx, (int) $isNew, json_encode($missing), $now + SESSION_SECONDS];
        run_query('INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?)', [hash('sha256', $id), ...$values]);
        open_database()->commit();
        set_session_cookie($id, $now + SESSION_SECONDS);
        return to_answer($tx, $isNew, $member, $missing, SESSION_SECONDS);
    }

    public function endSession(): void
    {
        delete_session();
        set_session_cookie('', 1);
    }
}

function find_member(string $kakaoId): ?array
{
    return run_query('SELECT * FROM members WHERE kakao_id = ?', [$kakaoId])->fetch() ?: null;
}

function delete_session(): void
{
    run_query('DELETE FROM sessions WHERE id_hash = ? OR expires_at < ?', [read_id_hash(), time()]);
}

function set_session_cookie(string $value, int $expires): void
{
    $options = ['expires' => $expires, 'path' => '/', 'secure' => IS_HTTPS, 'httponly' => true, 'samesite' => 'Lax'];
    setcookie(COOKIE, $value, $options);
}

function read_id_hash(): string
{
    $values = read_cookies($_SERVER['HTTP_COOKIE'] ?? '', COOKIE);
    return hash('sha256', count($values) === 1 ? $values[0] : '');
}
