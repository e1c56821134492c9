"""The redirect URI where a page has callback-mode="server": completes the login, and sends the visitor on.

The contract is docs/en/backend/server-callback.md.
"""
from __future__ import annotations

import base64
import json
import re
import time
import urllib.parse
from typing import Any

from flask import Blueprint, Response, request

from kakao import KAUTH, REDIRECT_URI, Refused
from session import IS_HTTPS, act, is_token, log, read_cookies, read_session, to_reference

PATH = '/kakao/callback'
RESULT_SECONDS, RECORD_SECONDS = 60, 3600
MAX_QUERY, MAX_RECORD, MAX_CONSUMED, MAX_TARGET = 8192, 2000, 600, 2048
NAMES = ('code', 'state', 'iss', 'error', 'error_description', 'error_uri')
LEFTOVERS = ('token', 'id_token', 'access_token', 'response')
NEEDS_SCREEN = ('consent_required', 'login_required', 'interaction_required')
ERRORS = {
    'server_error': 'kakao_unavailable', 'temporarily_unavailable': 'kakao_unavailable', 'timeout': 'kakao_timeout',
    **dict.fromkeys(NEEDS_SCREEN, 'kakao_interaction_required'),
}

kakao_callback = Blueprint('kakao_callback', __name__)


@kakao_callback.route(PATH, methods=['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
                      provide_automatic_options=False)
def callback() -> Response:
    status = refuse_navigation()
    response = Response(status=status, headers={'Allow': 'GET'}) if status else end_login()
    response.headers['Cache-Control'] = 'no-store'
    response.headers['Referrer-Policy'] = 'no-referrer'
    return response


def refuse_navigation() -> int:
    """The status to refuse with; 0 for a navigation of the whole window, which alone may spend a code."""
    purposes = ' '.join(request.headers.get(name, '') for name in ('Sec-Purpose', 'Purpose', 'X-Moz'))
    if re.search('prefetch|prerender', purposes, re.I):
        return 503
    if request.method != 'GET':
        return 405
    return 0 if request.headers.get('Sec-Fetch-Dest', 'document') == 'document' else 403


def end_login() -> Response:
    response = Response(status=303)
    given = urllib.parse.parse_qsl(request.environ.get('QUERY_STRING', ''), keep_blank_values=True)
    # What follows in `state` is a path that whoever made the link chose.
    state = re.fullmatch(r'ks1\.([\w-]{43})\.[\w-]{0,200}', dict(reversed(given)).get('state', ''), re.A)
    if state is None:
        response.headers['Location'] = '/'  # nobody's login, so nobody is told
        return response
    tx = state[1]
    name = ('__Host-ks.' if IS_HTTPS else 'ks.') + tx[:6]
    record: dict[str, Any] = {}
    is_taken, targets = False, []
    try:
        record = find_record(tx, set(read_cookies(name)))
        answer = read_answer(given)
        check_record(record)
        is_taken = 'used' not in record
        end, targets = finish(answer, record, response)
    except Refused as refused:
        log.warning('%s %s %s', to_reference(tx), refused.code, refused.reason)
        end = f'error.{refused.code}'
    tell(response, 'ks_result', f'{end}.{tx[:6]}', RESULT_SECONDS)
    if is_taken:
        tell(response, name, to_consumed(record), RECORD_SECONDS)
    safe = (to_safe_path(target) for target in (*targets, record.get('from')))
    response.headers['Location'] = next(filter(None, safe), '/')
    return response


def tell(response: Response, name: str, value: str, seconds: int) -> None:
    """A cookie for the page's script to read."""
    response.set_cookie(name, value, max_age=seconds, path='/', secure=IS_HTTPS, samesite='Lax')


def read_answer(given: list[tuple[str, str]]) -> dict[str, str]:
    names = [name for name, _ in given]
    answer = dict(given)
    is_valid = (
        len(request.environ['QUERY_STRING']) < MAX_QUERY and not any(names.count(name) > 1 for name in NAMES)
        and not any(name in answer for name in LEFTOVERS) and answer.get('iss', KAUTH) == KAUTH
        and ('code' in answer) != ('error' in answer)
        and re.fullmatch(r'[\x21-\x7e]{1,1024}', answer.get('code', '-')) is not None
    )
    if not is_valid:
        raise Refused('callback_invalid')
    return answer


def find_record(tx: str, values: set[str]) -> dict[str, Any]:
    """What the browser keeps of a login under way, or of one whose answer was taken; empty if it keeps nothing."""
    if len(values) > 1 or any(len(value) > MAX_RECORD for value in values):
        raise Refused('callback_invalid')
    try:
        value = ''.join(values)
        record = json.loads(base64.b64decode(value + '=' * (-len(value) % 4), b'-_', validate=True))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(record, dict) or record.get('tx') != tx or not isinstance(record.get('from', ''), str):
        return {}
    moment = record.get('used', record.get('time'))
    is_number = isinstance(moment, (int, float)) and not isinstance(moment, bool)
    if not is_number or not abs(time.time() * 1000 - moment) < RECORD_SECONDS * 1000:
        return {}
    is_open = (
        is_token(record.get('nonceSecret')) and is_token(record.get('codeVerifier', tx)) and 'from' in record
        and isinstance(record.get('redirectUri'), str) and isinstance(record.get('clientId'), str)
        and record.get('purpose') in ('login', 'auto-login', 'terms', 'link')
    )
    return record if 'used' in record or is_open else {}


def check_record(record: dict[str, Any]) -> None:
    if not record:
        raise Refused('other_browser')
    if 'used' not in record and record['redirectUri'] != REDIRECT_URI:
        raise Refused('redirect_uri_unknown')


def finish(answer: dict[str, str], record: dict[str, Any], response: Response) -> tuple[str, list[Any]]:
    """How the login has ended, and where a success leads on, best first."""
    if 'used' in record:
        session = read_session()[1]  # a reload, the Back button, a second tab: the code was spent before
        if session['status'] == 'signed-in' and session['tx'] == record['tx']:
            return 'known', []
        raise Refused('login_unfinished')
    if 'error' in answer:
        return end_by_error(answer['error'], answer.get('error_description', ''), record['purpose']), []
    ended = act({**record, 'code': answer['code']})
    for cookie in ended.headers.getlist('Set-Cookie'):
        response.headers.add('Set-Cookie', cookie)
    session = json.loads(ended.get_data())
    if session['status'] != 'signed-in':
        return 'out', []
    targets = [record.get('returnTo')] if record['purpose'] == 'login' else []
    return 'new' if session['isNewMember'] else 'known', targets


def end_by_error(error: str, description: str, purpose: str) -> str:
    """`out`: nobody, and no failure."""
    if error == 'access_denied' and 'under age 14' not in description.lower():
        return 'out'
    if purpose == 'auto-login' and error in NEEDS_SCREEN:
        return 'out'
    raise Refused('under_age' if error == 'access_denied' else ERRORS.get(error, 'kakao_refused'))


def to_consumed(record: dict[str, Any]) -> str:
    """What stays of a record: by it, the page knows the result as its own, and nobody exchanges the code again."""
    for kept in (record['from'], re.sub(r'(?s)\?.*', '', record['from']), '/'):
        consumed = {'tx': record['tx'], 'used': int(time.time() * 1000), 'from': kept, 'purpose': record['purpose']}
        value = base64.urlsafe_b64encode(json.dumps(consumed).encode()).decode().rstrip('=')
        if len(value) <= MAX_CONSUMED:
            break
    return value


def to_safe_path(target: Any) -> str | None:
    """A path of this site that nothing reads as another host, and not this route; None for anything else."""
    if not isinstance(target, str) or len(target) > MAX_TARGET or re.search(r'[\x00-\x1f\x7f]', target):
        return None
    path, rest = re.fullmatch(r'([^?#]*)(.*)', target).groups()  # a page's own query may have backslashes
    has_dots = re.search(r'/(\.|%2e){1,2}(/|$)', path, re.I)
    if not re.match(r'/(?!/)[^\\]*$', path) or has_dots or path.rstrip('/') == PATH:
        return None
    safe = ''.join(map(chr, range(0x21, 0x7f))).replace('\\', '')
    return urllib.parse.quote(path + rest, safe=safe, errors='replace')
