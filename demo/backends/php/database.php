<?php
// The settings and the tables: your shop has its own.
declare(strict_types=1);

namespace KakaoSync;

use PDO;
use PDOStatement;

function find_setting(string $name): string
{
    return getenv($name) ?: '';
}

function open_database(): PDO
{
    static $database = null;
    if ($database === null) {
        $database = new PDO('sqlite:' . require_setting('DATABASE'), null, null, [
            PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
            PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC,
            PDO::ATTR_TIMEOUT => 5,
        ]);
        $database->exec('
            CREATE TABLE IF NOT EXISTS members (id INTEGER PRIMARY KEY AUTOINCREMENT, kakao_id TEXT UNIQUE, name TEXT,
                picture TEXT);
            CREATE TABLE IF NOT EXISTS consents (member_id INTEGER, tag TEXT, agreed INTEGER, recorded_at INTEGER);
            CREATE TABLE IF NOT EXISTS sessions (id_hash TEXT PRIMARY KEY, member_id INTEGER, tx TEXT, is_new INTEGER,
                missing_terms TEXT, expires_at INTEGER);
            CREATE TABLE IF NOT EXISTS kakao_keys (id INTEGER PRIMARY KEY, jwks TEXT, loaded_at INTEGER,
                missed_at INTEGER);
        ');
    }
    return $database;
}

function run_query(string $statement, array $values): PDOStatement
{
    $prepared = open_database()->prepare($statement);
    $prepared->execute($values);
    return $prepared;
}
