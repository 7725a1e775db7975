"""A small LMS for tests of LTI 1.3: its own key, its key set served on loopback, and signed launches as the browser would post them."""
from __future__ import annotations

import json
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from servers import Answer, serving

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
MEMBER = "http://purl.imsglobal.org/vocab/lis/v2/membership"
CLIENT, DEPLOYMENT = "10000000000042", "7"


class Platform:
    """Signs with `key`, and says at its address which key that is."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.away = False
        self.serving = serving({"/jwks": self.jwks})

    def __enter__(self) -> Platform:
        self.url = self.serving.__enter__()
        return self

    def __exit__(self, *raised: Any) -> None:
        self.serving.__exit__(*raised)

    def jwks(self, *_: Any) -> Answer:
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return Answer(503, {}) if self.away else Answer(200, {"keys": [{**key, "kid": "one", "use": "sig", "alg": "RS256"}]})

    def table(self, **other: Any) -> dict[str, Any]:
        """The `[login]` table of a hub that knows this LMS."""
        return {"kind": "lti", "lti": {"issuer": self.url, "client_ids": [CLIENT, "10000000000043"], "authorize_url": f"{self.url}/authorize", "jwks_url": f"{self.url}/jwks",
                                       "cohorts": {"course-17": "autumn", "course-18": "spring"}, "deployment_ids": [DEPLOYMENT], **other}}

    def claims(self, number: str, *roles: str, course: str = "course-17", **other: Any) -> dict[str, Any]:
        now = int(time.time())
        return {"iss": self.url, "aud": CLIENT, "sub": "8f1c", "iat": now, "exp": now + 300, CLAIM + "version": "1.3.0", CLAIM + "message_type": "LtiResourceLinkRequest",
                CLAIM + "deployment_id": DEPLOYMENT, CLAIM + "target_link_uri": "https://hub.example/", CLAIM + "resource_link": {"id": "3"},
                CLAIM + "roles": [f"{MEMBER}#{role}" if role[:4] != "http" else role for role in roles], CLAIM + "context": {"id": course, "label": "SL"},
                CLAIM + "lis": {"person_sourcedid": number}, **other}

    def start(self, browser: httpx.Client, **other: str) -> httpx.Response:
        """The hub's answer to a launch that starts: on to this LMS, with what is to be sent back."""
        return browser.post("/hub/lti13/oauth_login", data={"iss": self.url, "client_id": CLIENT, "login_hint": "8f1c", "target_link_uri": str(browser.base_url), "lti_message_hint": "3", **other},
                            follow_redirects=False)

    def signed(self, claims: dict[str, Any], key: Any = None, algorithm: str = "RS256", kid: str = "one") -> str:
        return jwt.encode(claims, key or (self.key if algorithm == "RS256" else None), algorithm=algorithm, headers={"kid": kid})

    def launch(self, browser: httpx.Client, claims: dict[str, Any], **signing: Any) -> httpx.Response:
        """A whole launch, and the page a person sees at its end."""
        asked = asked_of(self.start(browser))
        return post(browser, self.signed({"nonce": asked["nonce"], **claims}, **signing), asked["state"])


def asked_of(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 302, answer.text
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}


def post(browser: httpx.Client, token: str, state: str) -> httpx.Response:
    """As the LMS's page posts it: from another site, without an `_xsrf`."""
    return browser.post("/hub/lti13/oauth_callback", data={"id_token": token, "state": state}, headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Origin": "https://lms.example"})


