"""The session endpoint of kakao-sync-widget: GET reads who is signed in, POST logs in and out.

The contract is docs/en/backend/any-backend.md. Put your shop's members behind `find_member` and `sign_up`.
"""
from __future__ import annotations

import base64
import hashlib
import json
import logging
import os
import re
import secrets
import sqlite3
import time
from contextlib import closing, contextmanager
from http import HTTPStatus
from typing import Any, Iterator

from flask import Blueprint, Response, request

import kakao
from kakao import REDIRECT_URI, SITE_ORIGIN, Refused

DATABASE = os.environ['DATABASE']
IS_HTTPS = SITE_ORIGIN.startswith('https:')
COOKIE = '__Host-shop' if IS_HTTPS else 'shop'
SESSION_SECONDS = 7 * 24 * 3600
MAX_BODY = 65536
STATUS = {
    'origin_refused': 403, 'request_invalid': 400, 'purpose_unsupported': 400, 'client_unknown': 400,
    'redirect_uri_unknown': 400, 'session_required': 401, 'different_account': 409, 'id_token_invalid': 403,
    'id_token_missing': 500, 'profile_mismatch': 502, 'code_used': 409, 'redirect_uri_mismatch': 500,
    'client_secret_wrong': 500, 'app_key_wrong': 500, 'rate_limited': 429, 'account_restricted': 403,
    'under_age': 403, 'provider_refused': 502, 'provider_unavailable': 503, 'provider_bad_response': 502,
}

kakao_session = Blueprint('kakao_session', __name__)
log = logging.getLogger('kakao')


@contextmanager
def open_database() -> Iterator[sqlite3.Connection]:
    """Commits at the end, or changes nothing."""
    with closing(sqlite3.connect(DATABASE, timeout=5)) as database, database:
        database.row_factory = sqlite3.Row
        yield database


with open_database() as tables:
    tables.executescript('''
        CREATE TABLE IF NOT EXISTS members (id INTEGER PRIMARY KEY AUTOINCREMENT, kakao_id TEXT UNIQUE, name TEXT,
            picture TEXT);
        CREATE TABLE IF NOT EXISTS consents (member_id INTEGER, tag TEXT, agreed INTEGER, recorded_at INTEGER);
        CREATE TABLE IF NOT EXISTS sessions (id_hash TEXT PRIMARY KEY, member_id INTEGER, tx TEXT, is_new INTEGER,
            missing_terms TEXT, expires_at INTEGER);
    ''')


@kakao_session.route('/api/kakao/session', methods=['GET', 'POST', 'OPTIONS'], provide_automatic_options=False)
def session_endpoint() -> Response:
    fields: dict[str, Any] = {}
    try:
        if request.method == 'POST':
            fields = read_request()
            response = act(fields)
        else:
            response = Response(status=204) if request.method == 'OPTIONS' else to_response(read_session()[1])
    except Refused as refused:
        status, ref = STATUS[refused.code], to_reference(fields.get('tx'))
        log.warning('%s %s %s', ref, refused.code, refused.reason)
        title = HTTPStatus(status).phrase
        problem = {'type': 'about:blank', 'title': title, 'status': status, 'code': refused.code, 'ref': ref}
        response = to_response(problem, status, 'application/problem+json')
    if request.headers.get('Origin') == SITE_ORIGIN:
        # For pages on another host of the site, such as www.shop.example for api.shop.example.
        response.headers['Access-Control-Allow-Origin'] = SITE_ORIGIN
        response.headers['Access-Control-Allow-Credentials'] = 'true'
        response.headers['Access-Control-Allow-Headers'] = 'Content-Type, X-Kakao-Sync'
    response.headers['Cache-Control'] = 'no-store'
    response.headers['Vary'] = 'Origin, Cookie'
    return response


def to_response(body: dict[str, Any], status: int = 200, content_type: str = 'application/json') -> Response:
    return Response(json.dumps(body), status, content_type=content_type)


def to_reference(tx: Any) -> str:
    """What the visitor reads and customer service asks for, such as KS-7GR0-9A2K."""
    octets = base64.urlsafe_b64decode(tx[:8]) if is_token(tx) else secrets.token_bytes(5)
    number = int.from_bytes(octets[:5], 'big')
    digits = ''.join('0123456789ABCDEFGHJKMNPQRSTVWXYZ'[number >> shift & 31] for shift in range(35, -1, -5))
    return f'KS-{digits[:4]}-{digits[4:]}'


def is_token(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r'[A-Za-z0-9_-]{43}', value) is not None


def read_request() -> dict[str, Any]:
    """A POST of the widget: from a page of ours, with the header that a foreign page or a form cannot add."""
    origin = request.headers.get('Origin', 'null')
    is_ours = origin == SITE_ORIGIN
    if not is_ours and not (origin == 'null' and request.headers.get('Sec-Fetch-Site') == 'same-origin'):
        raise Refused('origin_refused')
    content_type = request.headers.get('Content-Type', '')
    if request.headers.get('X-Kakao-Sync') != '1' or not re.match(r'application/json[ \t]*(;|$)', content_type, re.I):
        raise Refused('request_invalid')
    try:
        fields = json.loads(request.stream.read(MAX_BODY))
    except (ValueError, RecursionError):
        raise Refused('request_invalid') from None
    if not isinstance(fields, dict):
        raise Refused('request_invalid')
    return fields


def act(fields: dict[str, Any]) -> Response:
    purpose = fields.get('purpose')
    if purpose == 'logout':
        end_session()
        response = to_response({'status': 'signed-out'})
        set_cookie(response, '', 0)
        return response
    if purpose not in ('login', 'auto-login', 'terms'):
        raise Refused('purpose_unsupported' if isinstance(purpose, str) else 'request_invalid')
    return log_in(fields, str(purpose))


def log_in(fields: dict[str, Any], purpose: str) -> Response:
    code, verifier, asked = fields.get('code'), fields.get('codeVerifier'), fields.get('terms', [])
    if not is_token(fields.get('tx')) or not is_token(fields.get('nonceSecret')) or not isinstance(asked, list):
        raise Refused('request_invalid')
    if not isinstance(code, str) or not re.fullmatch(r'[\x21-\x7e]{1,1024}', code):
        raise Refused('request_invalid')
    if verifier is not None and not (isinstance(verifier, str) and re.fullmatch(r'[\w.~-]{43,128}', verifier, re.A)):
        raise Refused('request_invalid')
    client_id = fields.get('clientId')
    if client_id not in kakao.CLIENT_IDS:
        raise Refused('client_unknown')
    if fields.get('redirectUri') != REDIRECT_URI:
        raise Refused('redirect_uri_unknown')
    member = read_session()[0]
    if purpose == 'terms' and member is None:
        raise Refused('session_required')

    login = kakao.exchange_code(code, verifier, fields['nonceSecret'], {kakao.REST_API_KEY, client_id})
    if purpose == 'terms' and member is not None and member['kakao_id'] != login.kakao_id:
        raise Refused('different_account')
    profile, terms = kakao.read_profile(login), read_terms(login, is_needed=purpose == 'terms')
    is_new = False
    if find_member(login.kakao_id) is None:
        if purpose != 'login':
            return to_response({'status': 'signed-out', 'tx': fields['tx'], 'reason': 'not_a_member'})
        is_new = sign_up(login.kakao_id, profile)
    session_id, answer = start_session(login.kakao_id, fields['tx'], is_new, terms)
    if purpose == 'terms' and terms is not None:
        answer['terms'] = [{'tag': term.tag, 'agreed': term.agreed} for term in terms if term.tag in asked]
    response = to_response(answer)
    set_cookie(response, session_id, SESSION_SECONDS)
    return response


def read_terms(login: kakao.Login, is_needed: bool) -> list[kakao.Term] | None:
    """None if Kakao cannot tell them, which keeps nobody out who has not come for them."""
    try:
        return kakao.read_terms(login)
    except Refused as refused:
        if is_needed:
            raise
        log.warning('terms %s %s', refused.code, refused.reason)
        return None


def find_member(kakao_id: str) -> sqlite3.Row | None:
    with open_database() as database:
        return database.execute('SELECT * FROM members WHERE kakao_id = ?', (kakao_id,)).fetchone()


def sign_up(kakao_id: str, profile: dict[str, str]) -> bool:
    """Whether it was this login that made the member: a second one at the same time may have been first."""
    with open_database() as database:
        values = (kakao_id, profile.get('name'), profile.get('picture'))
        statement = 'INSERT INTO members (kakao_id, name, picture) VALUES (?, ?, ?) ON CONFLICT DO NOTHING'
        return database.execute(statement, values).rowcount == 1


def start_session(kakao_id: str, tx: str, is_new: bool,
                  terms: list[kakao.Term] | None) -> tuple[str, dict[str, Any]]:
    """A new id, and the answer of the login. Whoever knew the id from before knows nothing."""
    member, session_id, now = find_member(kakao_id), secrets.token_urlsafe(32), int(time.time())
    if member is None:
        raise Refused('session_required')  # unlinked meanwhile
    missing = None
    if terms is not None:
        missing = [{'tag': term.tag, 'required': term.required} for term in terms if not term.agreed]
    end_session()
    with open_database() as database:
        consents = [(member['id'], term.tag, term.agreed, now) for term in terms or []]
        database.executemany('INSERT INTO consents VALUES (?, ?, ?, ?)', consents)
        session = (hash_id(session_id), member['id'], tx, is_new, json.dumps(missing), now + SESSION_SECONDS)
        database.execute('INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?)', session)
    return session_id, to_answer(member, tx, is_new, missing, SESSION_SECONDS)


def set_cookie(response: Response, value: str, seconds: int) -> None:
    response.set_cookie(COOKIE, value, max_age=seconds, path='/', secure=IS_HTTPS, httponly=True, samesite='Lax')


def to_answer(member: sqlite3.Row, tx: str, is_new: bool, missing: list | None, seconds: int) -> dict[str, Any]:
    shown = {name: member[name] for name in ('name', 'picture') if member[name]}
    told = {} if missing is None else {'missingTerms': missing}
    return {'status': 'signed-in', 'tx': tx, 'isNewMember': is_new, 'member': shown, 'expiresIn': seconds, **told}


def read_session() -> tuple[sqlite3.Row | None, dict[str, Any]]:
    """Who is signed in, and what GET answers."""
    with open_database() as database:
        query = '''SELECT * FROM sessions LEFT JOIN members ON members.id = member_id
            WHERE id_hash = ? AND expires_at > ?'''
        now = int(time.time())
        session = database.execute(query, (hash_id(read_session_id()), now)).fetchone()
    if session is None:
        return None, {'status': 'signed-out'}
    if session['kakao_id'] is None:
        return None, {'status': 'signed-out', 'tx': session['tx']}  # the cookie came, and its member has left
    missing = json.loads(session['missing_terms'])
    return session, to_answer(session, session['tx'], bool(session['is_new']), missing, session['expires_at'] - now)


def end_session() -> None:
    with open_database() as database:
        database.execute('DELETE FROM sessions WHERE id_hash = ? OR expires_at < ?',
                         (hash_id(read_session_id()), int(time.time())))


def read_session_id() -> str:
    values = read_cookies(COOKIE)
    return values[0] if len(values) == 1 else ''


def read_cookies(name: str) -> list[str]:
    """From the raw header: `request.cookies` takes blanks and quotes off names, and one of two cookies of a name."""
    pairs = [pair.strip(' \t').partition('=') for pair in request.environ.get('HTTP_COOKIE', '').split(';')]
    return [value for found, separator, value in pairs if found == name and separator]


def hash_id(session_id: str) -> str:
    return hashlib.sha256(session_id.encode()).hexdigest()
