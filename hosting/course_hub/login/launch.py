"""The addresses an LMS uses: where a launch starts, and where its ID token is posted. ltiauthenticator's, made stricter, with words for the person.

Two more for whoever sets the LMS up: what Canvas reads to fill in its form, and the hub's keys."""
from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from jupyterhub.handlers import BaseHandler
from ltiauthenticator.lti13.error import InvalidAudienceError, ValidationError
from ltiauthenticator.lti13.handlers import LTI13CallbackHandler, LTI13LoginInitHandler
from ltiauthenticator.lti13.validator import LTI13LaunchValidator
from ltiauthenticator.utils import convert_request_to_dict
from tornado.web import HTTPError

TITLE, DESCRIPTION = "Systems leadership", "A course on leading where nobody is in charge of the whole."
KEPT = 3600                     # seconds a used nonce is remembered; a token older than ten minutes is refused anyway
BY_HAND = "This address is for your learning platform. Go to your course there, such as in Moodle or Canvas, and open the link to this one."
OTHER_LMS = "This link comes from a learning platform the hub does not know ({what} “{says}”). Show this to whoever looks after the hub."
NO_COOKIE = "Your browser did not bring back what it was given a moment ago. Go back to your course, and open the link in a new window: it cannot be shown inside another page."
NOT_VALID = "The hub could not accept this sign-in ({why}). Go back to your course, and open the link again. If it says so again, show this to whoever looks after the hub."
OLD = "This sign-in does not belong to what your browser asked for last ({why}). Perhaps the course was opened in two windows. Go back to your course, and open the link again."
USED = "This sign-in has been used once already. Go back to your course, and open the link again."


class Start(LTI13LoginInitHandler):
    """Where a launch starts."""

    def post(self) -> None:
        lms, client = self.get_argument("iss", ""), self.get_argument("client_id", "")
        known = self.authenticator.client_id
        if not lms and not client:
            raise HTTPError(400, BY_HAND)
        if lms != self.authenticator.issuer:
            raise HTTPError(403, OTHER_LMS.format(what="issuer", says=lms[:80]))
        if not client and len(known) == 1:                   # the LMS need not send it
            self.request.arguments["client_id"] = [next(iter(known)).encode()]
        elif client not in known:
            raise HTTPError(403, OTHER_LMS.format(what="client id", says=client[:80]))
        super().post()

    get = post

    def _set_oauth_cookie(self, key: str, value: str) -> None:
        """The two cookies of a launch come back with a post from another site, and browsers bring such along only when they are marked so, which takes https."""
        marked = {"samesite": "None", "secure": True} if self.authenticator.get_uri_scheme(self.request) == "https" else {}
        self._set_cookie(key, value, expires_days=1, httponly=True, encrypted=True, **marked)


class Launch(LTI13CallbackHandler):
    """Where the ID token is posted: by the browser, from the LMS's page, so that no `_xsrf` can be asked for; the state and the nonce stand for it."""

    async def post(self) -> None:
        token = await self.token()
        user = await self.login_user(token)
        if user is None:
            raise HTTPError(403, NOT_VALID.format(why="the person could not be told"))
        self._jupyterhub_user = user
        await self.redirect_to_next_url(user)

    async def token(self) -> dict[str, Any]:
        """The launch's ID token, verified. Raises HTTPError 400, 401 or 403.

        As LTI13CallbackHandler.decode_and_validate_launch_request does it, but for fetching the LMS's keys in a thread, lest a slow LMS hold up everybody."""
        validator, its = LTI13LaunchValidator(parent=self.app), self.authenticator
        args = convert_request_to_dict(self.request.arguments)
        try:
            validator.validate_auth_response(args)
            self._began_here(self.check_state)
            token: dict[str, Any] = await asyncio.to_thread(validator.verify_and_decode_jwt, encoded_jwt=args.get("id_token"), issuer=its.issuer, audience=its.client_id,
                                                            jwks_endpoint=its.jwks_endpoint, jwks_algorithms=its.jwks_algorithms)
            validator.validate_id_token(token)
            validator.validate_azp_claim(token, its.client_id)
        except InvalidAudienceError as error:
            raise HTTPError(401, NOT_VALID.format(why=error)) from None
        except ValidationError as error:
            raise HTTPError(400, NOT_VALID.format(why=str(error)[:200])) from None
        self._began_here(self.check_nonce, token)
        self._once(str(token["nonce"]))
        return token

    def _began_here(self, check: Callable[..., None], *args: Any) -> None:
        """One of ltiauthenticator's checks that this browser began this launch. Raises HTTPError 400 in words; with no cookie at all, as happens in a frame, in others."""
        if not self._get_state_cookie():
            raise HTTPError(400, NO_COOKIE)
        try:
            check(*args)
        except HTTPError as error:
            raise HTTPError(400, OLD.format(why=error.log_message)) from None

    def _once(self, nonce: str) -> None:
        used, now = self.authenticator.used_nonces, time.monotonic()
        for old in [other for other, when in used.items() if now - when > KEPT]:
            del used[old]
        if nonce in used:
            raise HTTPError(403, USED)
        used[nonce] = now


class Describe(BaseHandler):
    """What Canvas fills its form in from (“Enter URL”). In place of ltiauthenticator's, which names no key, so that Canvas refuses it, and asks for services no hub uses."""

    def get(self) -> None:
        its = self.authenticator
        hub = f"{its.get_uri_scheme(self.request)}://{self.request.host}{self.hub.base_url}".rstrip("/")
        claim, _, parameter = its.number_place.partition(".")
        placement = {"placement": "course_navigation", "message_type": "LtiResourceLinkRequest", "target_link_uri": hub, "text": TITLE, "windowTarget": "_blank"}
        self.set_header("Content-Type", "application/json")
        self.finish({"title": TITLE, "description": DESCRIPTION, "target_link_uri": hub, "oidc_initiation_url": f"{hub}/lti13/oauth_login", "public_jwk_url": f"{hub}/lti13/jwks", "scopes": [],
                     "custom_fields": {parameter: "$Canvas.user.sisSourceId"} if claim == "custom" else {},
                     "extensions": [{"platform": "canvas.instructure.com", "privacy_level": "name_only", "settings": {"platform": "canvas.instructure.com", "placements": [placement]}}]})


class Keys(BaseHandler):
    """The keys the hub signs messages to the LMS with. It sends none, so there are none, and nobody can pass for the hub."""

    def get(self) -> None:
        self.set_header("Content-Type", "application/json")
        self.finish({"keys": []})
