"""The shop's server. Here it has nothing but the routes that Kakao Sync needs."""
import logging
import os

from flask import Flask

from callback import kakao_callback
from session import kakao_session
from unlinked import kakao_unlinked

app = Flask(__name__)
app.register_blueprint(kakao_session)
app.register_blueprint(kakao_callback)
app.register_blueprint(kakao_unlinked)

if __name__ == '__main__':
    # Flask's own server writes whole addresses to its log, and Kakao's notices have a person's id in theirs.
    logging.getLogger('werkzeug').setLevel(logging.ERROR)
    app.run(host='127.0.0.1', port=int(os.environ['PORT']))
