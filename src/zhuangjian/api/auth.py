"""The API's two ways in: the browser's session, or a bearer token."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer, SessionAuth

from zhuangjian.apps.authorities.enrolling import known, still_known
from zhuangjian.apps.authorities.models import ApiToken, Person
from zhuangjian.apps.authorities.second_factor import has_second_factor
from zhuangjian.config.database import only_if_free
from zhuangjian.kernel.requests import PersonRequest

# Reading must not write each time: that a token is in use is known to the minute.
NOTED_EVERY = timedelta(minutes=1)

SIGN_IN_FIRST = "请先登录，或在请求头 Authorization 中给出有效的访问令牌。"


class Session(SessionAuth):
    """The signed-in person of the browser's session; a second factor or a new password still owed does not count."""

    def __call__(self, request: HttpRequest) -> Any:
        """The person or None; a request with a token is none of the session's, nor of its CSRF check's, business."""
        return None if has_token(request) else super().__call__(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The person or None."""
        person = super().authenticate(request, key)
        if not person or not person.is_active or person.must_change_password:
            return None
        if has_second_factor(person) and not person.is_verified():
            return None
        return known_as(request, person) if still_known(person) else None


class Bearer(HttpBearer):
    """``Authorization: Bearer zj_…``."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The token's person when the token is valid now, the person active and no new password owed."""
        now = timezone.now()
        row = (
            ApiToken.objects.unrestricted()
            .select_related("person__authority")
            .filter(digest=hashlib.sha256(token.encode()).hexdigest(), revoked_at=None, expires_at__gt=now)
            .first()
        )
        if row is None or not row.person.is_active or row.person.must_change_password:
            return None
        if not known(row, row.person):
            return None
        if row.last_used_at is None or now - row.last_used_at > NOTED_EVERY:
            with only_if_free():
                ApiToken.objects.filter(pk=row.pk).update(last_used_at=now)
        request.user = row.person
        known_as(request, row.person, by_token=True)
        return row.person


def known_as(request: HttpRequest, person: Person, *, by_token: bool = False) -> Person:
    """Who sends the request is known from here on (see ``PersonRequest``)."""
    sender = cast("PersonRequest", request)
    sender.person, sender.by_token = person, by_token
    return person


def has_token(request: HttpRequest) -> bool:
    """Whether the request brings a token, valid or not."""
    return request.headers.get("Authorization", "").lower().startswith("bearer ")
