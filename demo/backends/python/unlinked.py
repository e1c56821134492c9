"""Kakao's notice that somebody has unlinked the app: at [App] > [Webhook], the address is /kakao/unlinked."""
from __future__ import annotations

import hmac
import os
import re

from flask import Blueprint, Response, request

from session import open_database

ADMIN_KEY = os.environ['KAKAO_ADMIN_KEY']
kakao_unlinked = Blueprint('kakao_unlinked', __name__)


@kakao_unlinked.route('/kakao/unlinked', methods=['GET', 'POST'])
def unlinked() -> Response:
    # Kakao proves itself by the admin key; the query or the form says only whom it is about.
    sent = request.headers.get('Authorization', '').encode()
    if not hmac.compare_digest(sent, f'KakaoAK {ADMIN_KEY}'.encode()):
        return Response(status=401)
    kakao_id = (request.form if request.method == 'POST' else request.args).get('user_id', '')
    if not re.fullmatch(r'[1-9][0-9]{0,19}', kakao_id, re.A):
        return Response(status=400)
    with open_database() as database:
        # Orders may have to be kept, so the member stays, without the account and what came with it. No session of
        # theirs counts any more: `read_session` asks for the account.
        statement = 'UPDATE members SET kakao_id = NULL, name = NULL, picture = NULL WHERE kakao_id = ?'
        database.execute(statement, (kakao_id,))
    # Also for somebody whom the shop does not know, or Kakao sends it again.
    return Response(status=200)
