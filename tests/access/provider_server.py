"""The provider of OpenID Connect that the tests log in at: oidc-provider-mock, on a port of its own.

It also holds PKCE against what was asked for, which the library does not, signs tokens that tests ask for with the
provider's key, and answers as badly as it is told to.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import sys
import time
import warnings
from typing import Any

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import flask
    import oidc_provider_mock
    import werkzeug.serving
    from joserfc import jwt

app = oidc_provider_mock.app(require_nonce=True)
faults: dict[str, dict[str, Any]] = {}
asked: list[str] = []
challenges: list[str] = []


@app.before_request
def look() -> Any:
    """Answer badly where told to, and refuse a code without what proves who asked for it."""
    path = flask.request.path
    if path.startswith("/control/"):
        return None
    asked.append(path)
    if (fault := faults.get(path)) is not None:
        time.sleep(fault.get("delay", 0))
        if "body" in fault:
            return flask.Response(fault["body"], fault.get("status", 200), content_type="application/json")
    if path == "/oauth2/authorize" and flask.request.method == "POST":
        assert flask.request.args["code_challenge_method"] == "S256"
        challenges.append(flask.request.args["code_challenge"])
    if path == "/oauth2/token" and flask.request.form["grant_type"] == "authorization_code":
        digest = hashlib.sha256(flask.request.form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() not in challenges:
            return flask.jsonify({"error": "invalid_grant"}), 400
    return None


@app.put("/control/faults")
def set_faults() -> Any:
    """Take how paths are to be answered from now on."""
    faults.clear()
    faults.update(flask.request.get_json())
    return ""


@app.get("/control/asked")
def tell_asked() -> Any:
    """Return the paths that were asked for."""
    return flask.jsonify(asked)


@app.post("/control/sign")
def sign() -> Any:
    """Return a token with the claims that are sent, signed with the key of the provider."""
    sent = flask.request.get_json()
    key = flask.g.oidc_provider_mock_storage.jwk
    key.ensure_kid()
    header = {"alg": "RS256", "kid": key.kid, **sent.get("header", {})}
    return jwt.encode(header, sent["claims"], key)


if __name__ == "__main__":
    server = werkzeug.serving.make_server("127.0.0.1", 0, app, threaded=True)
    print(json.dumps({"port": server.server_port}), flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.exit(0)
