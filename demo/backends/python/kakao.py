"""Exchanges the code of a login at Kakao, checks the ID token, and reads the person's profile and terms."""
from __future__ import annotations

import base64
import hashlib
import http.client
import json
import os
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from typing import Any

import jwt

KAKAO_ORIGIN = os.environ.get('KAKAO_ORIGIN', '')
KAUTH, KAPI = KAKAO_ORIGIN or 'https://kauth.kakao.com', KAKAO_ORIGIN or 'https://kapi.kakao.com'
REST_API_KEY, CLIENT_SECRET = os.environ['KAKAO_REST_API_KEY'], os.environ['KAKAO_CLIENT_SECRET']
CLIENT_IDS = [key for key in (REST_API_KEY, os.environ.get('KAKAO_JAVASCRIPT_KEY')) if key]
SITE_ORIGIN = os.environ['SITE_ORIGIN']
REDIRECT_URI = f'{SITE_ORIGIN}/kakao/callback'
# In seconds: between two clocks, how old a fresh ID token may be, how long Kakao's keys are kept, how often an unknown
# one is looked for, and how long Kakao may take.
TOLERANCE, MAX_AGE, KEEP_KEYS, LOOK_AGAIN, TIMEOUT = 60, 600, 600, 30, 3
MAX_ANSWER = 65536
CODES = {
    'KOE320': 'code_used', 'KOE303': 'redirect_uri_mismatch', 'KOE010': 'client_secret_wrong',
    'KOE101': 'app_key_wrong', 'KOE237': 'rate_limited', 'KOE003': 'provider_unavailable', '-1': 'provider_unavailable',
    '-4': 'account_restricted', '-7': 'provider_unavailable', '-10': 'rate_limited', '-103': 'account_restricted',
    '-406': 'under_age',
}
# The emulator signs anybody in as anybody.
if KAKAO_ORIGIN and not re.fullmatch(r'http://(localhost|127\.0\.0\.1)(:\d+)?', SITE_ORIGIN):
    raise SystemExit('KAKAO_ORIGIN is for a site on this machine only.')


class Refused(Exception):
    """Why a request is refused: a code of docs/en/error-codes.md, and for the log what Kakao said."""

    def __init__(self, code: str, reason: str = '') -> None:
        super().__init__(code)
        self.code, self.reason = code, reason


@dataclass(frozen=True)
class Login:
    """Kakao's id of the person who has logged in, and the access token that reads their data."""

    kakao_id: str
    access_token: str = field(repr=False)


@dataclass(frozen=True)
class Term:
    """One of the app's terms, and whether the person has agreed to it."""

    tag: str
    agreed: bool
    required: bool


def exchange_code(code: str, verifier: str | None, nonce_secret: str, audiences: set[str]) -> Login:
    fields = {'grant_type': 'authorization_code', 'client_id': REST_API_KEY, 'client_secret': CLIENT_SECRET,
              'redirect_uri': REDIRECT_URI, 'code': code}
    if verifier is not None:
        fields['code_verifier'] = verifier
    tokens = ask(f'{KAUTH}/oauth/token', fields=fields)
    access_token, id_token = tokens.get('access_token'), tokens.get('id_token', '')
    is_bearer = str(tokens.get('token_type')).lower() == 'bearer'
    if not is_bearer or not isinstance(id_token, str) or not isinstance(access_token, str):
        raise Refused('provider_bad_response')
    if not re.fullmatch(r'[\x21-\x7e]+', access_token):
        raise Refused('provider_bad_response')
    if id_token == '':
        raise Refused('id_token_missing', 'turn on OpenID Connect in the console')
    nonce = base64.urlsafe_b64encode(hashlib.sha256(nonce_secret.encode()).digest()).decode().rstrip('=')
    return Login(read_id_token(id_token, nonce, audiences), access_token)


def read_id_token(token: str, nonce: str, audiences: set[str]) -> str:
    """The person's id at Kakao, after all checks of OpenID Connect Core 3.1.3.7."""
    try:
        header = jwt.get_unverified_header(token)
        # Whatever else Kakao signs, such as a notice, is no login.
        if header.get('alg') != 'RS256' or header.get('typ', 'JWT') != 'JWT' or 'crit' in header:
            raise Refused('id_token_invalid', 'header')
        claims = jwt.decode(token, find_key(header.get('kid')), algorithms=['RS256'], issuer=KAUTH, leeway=TOLERANCE,
                            options={'require': ['iss', 'aud', 'sub', 'exp', 'iat'], 'verify_aud': False})
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise Refused('id_token_invalid', type(error).__name__) from None
    audience, subject = claims['aud'], claims['sub']
    if isinstance(audience, list) and len(audience) == 1:
        audience = audience[0]
    # PyJWT accepts a token with further audiences, times that are text, and any nonce.
    if not isinstance(audience, str) or audience not in audiences or claims.get('azp', audience) != audience:
        raise Refused('id_token_invalid', 'aud')
    if claims.get('nonce') != nonce or 'events' in claims:
        raise Refused('id_token_invalid', 'nonce')
    times = [claims['exp'], claims['iat'], claims.get('nbf', 0)]
    if not all(type(seconds) in (int, float) for seconds in times) or claims['iat'] < time.time() - MAX_AGE:
        raise Refused('id_token_invalid', 'time')
    if not isinstance(subject, str) or not re.fullmatch(r'[1-9][0-9]{0,19}', subject):
        raise Refused('id_token_invalid', 'sub')
    return subject


class SigningKeys:
    """Kakao's public keys, kept: Kakao may block those who ask too often."""

    def __init__(self) -> None:
        self.keys: dict[str, Any] = {}
        self.loaded_at = self.missed_at = -float('inf')
        self.lock = threading.Lock()

    def find(self, key_id: Any) -> Any:
        with self.lock:
            now = time.monotonic()
            if now - self.loaded_at > KEEP_KEYS:
                self.load(now)
            elif key_id not in self.keys and now - self.missed_at > LOOK_AGAIN:
                self.missed_at = now  # Kakao may just have replaced it
                self.load(now)
            return self.keys.get(key_id)

    def load(self, now: float) -> None:
        listed = ask(f'{KAUTH}/.well-known/jwks.json').get('keys')
        if not isinstance(listed, list):
            raise Refused('provider_bad_response', 'keys')
        rsa = [key for key in listed if isinstance(key, dict) and key.get('kty') == 'RSA' and 'kid' in key]
        self.keys = {key['kid']: jwt.PyJWK(key, algorithm='RS256').key for key in rsa if key.get('use', 'sig') == 'sig'}
        self.loaded_at = now


SIGNING_KEYS = SigningKeys()


def find_key(key_id: Any) -> Any:
    key = SIGNING_KEYS.find(key_id) if isinstance(key_id, str) else None
    if key is None:
        raise Refused('id_token_invalid', 'kid')
    return key


def read_profile(login: Login) -> dict[str, str]:
    """Read at every login: Kakao unlinks those whose data nobody has asked for within a day."""
    user = ask(f'{KAPI}/v2/user/me?secure_resource=true', token=login.access_token)
    if str(user.get('id')) != login.kakao_id:
        raise Refused('profile_mismatch')
    account = user.get('kakao_account')
    shown = account.get('profile') if isinstance(account, dict) else None
    if not isinstance(shown, dict):
        return {}
    found = {'name': shown.get('nickname'), 'picture': shown.get('thumbnail_image_url')}
    return {name: value for name, value in found.items() if isinstance(value, str)}


def read_terms(login: Login) -> list[Term]:
    # Without `result`, Kakao leaves out what was declined.
    answer = ask(f'{KAPI}/v2/user/service_terms?result=app_service_terms', token=login.access_token)
    listed = answer.get('service_terms')
    if not isinstance(listed, list) or not all(isinstance(term, dict) for term in listed):
        raise Refused('provider_bad_response', 'terms')
    return [Term(str(term.get('tag')), term.get('agreed') is True, term.get('required') is True) for term in listed]


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


OPENER = urllib.request.build_opener(NoRedirects)


def ask(url: str, fields: dict[str, str] | None = None, token: str = '') -> dict[str, Any]:
    """The object that Kakao answers."""
    headers = {'Accept': 'application/json', **({'Authorization': f'Bearer {token}'} if token else {})}
    sent = urllib.request.Request(url, urllib.parse.urlencode(fields).encode() if fields else None, headers)
    try:
        try:
            answer = OPENER.open(sent, timeout=TIMEOUT)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            status, text = answer.status, answer.read(MAX_ANSWER + 1)
    except (OSError, http.client.HTTPException):
        raise Refused('provider_unavailable') from None
    try:
        body = json.loads(text) if len(text) <= MAX_ANSWER else None
    except (ValueError, RecursionError):
        body = None
    if status == 200 and isinstance(body, dict):
        return body
    said = str(body.get('error_code', body.get('code', ''))) if isinstance(body, dict) else ''
    reason = f'{status} {said}' if re.fullmatch(r'KOE\d{3}|-\d{1,5}', said) else str(status)
    if status == 429:
        raise Refused('rate_limited', reason)
    if status >= 500:
        raise Refused('provider_unavailable', reason)
    if status >= 400 and isinstance(body, dict) and (said or 'error' in body):
        raise Refused(CODES.get(said, 'provider_refused'), reason)
    raise Refused('provider_bad_response', reason)
