"""A small OpenID Connect provider for tests: it signs in whoever `claims` says, by a real code flow with PKCE, on loopback."""
from __future__ import annotations

import base64
import hashlib
import secrets
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import jwt
from servers import Answer, serving

CLIENT, SECRET = "course-hub", "a client's secret"


class Provider:
    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, dict[str, Any]] = {}
        self.asked: dict[str, str] = {}
        self.serving = serving({"/authorize": self.authorize, "/token": self.token, "/userinfo": self.userinfo})

    def __enter__(self) -> Provider:
        self.url = self.serving.__enter__()
        return self

    def __exit__(self, *raised: Any) -> None:
        self.serving.__exit__(*raised)

    def table(self, **other: Any) -> dict[str, Any]:
        """The `[login]` table of a hub that knows this provider."""
        return {"kind": "oidc", "oidc": {"client_id": CLIENT, "client_secret_file": "client_secret", "authorize_url": f"{self.url}/authorize", "token_url": f"{self.url}/token",
                                         "userinfo_url": f"{self.url}/userinfo", "number": "employee_number", **other}}

    def authorize(self, asked: dict[str, str], _: Mapping[str, str]) -> Answer:
        code = secrets.token_hex(8)
        self.asked, self.codes[code] = asked, asked
        return Answer(302, {}, {"Location": f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"})

    def token(self, asked: dict[str, str], _: Mapping[str, str]) -> Answer:
        began = self.codes.pop(asked.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(asked.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if began is None or asked.get("client_id") != CLIENT or asked.get("client_secret") != SECRET or proof != began.get("code_challenge") or asked.get("redirect_uri") != began["redirect_uri"]:
            return Answer(400, {"error": "invalid_grant", "error_description": "not this client's code"})
        access = secrets.token_hex(16)
        self.tokens[access] = dict(self.claims)
        now = int(time.time())
        return Answer(200, {"access_token": access, "token_type": "Bearer", "expires_in": 300, "scope": began["scope"],
                            "id_token": jwt.encode({**self.claims, "aud": CLIENT, "iat": now, "exp": now + 300}, "signed with a secret of thirty-two bytes", algorithm="HS256")})

    def userinfo(self, _: dict[str, str], headers: Mapping[str, str]) -> Answer:
        claims = self.tokens.get(headers.get("Authorization", "").removeprefix("Bearer "))
        return Answer(200, claims) if claims is not None else Answer(401, {"error": "invalid_token"})
