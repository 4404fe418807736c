"""The request of somebody who is signed in: what every page and route of the API is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    # For the type alone: the area that keeps people stands above this floor.
    from zhuangjian.apps.authorities.models import Person


class PersonRequest(HttpRequest):
    """A request whose sender is known: the doors set ``person``, and let nobody else through to what needs one.

    ``by_token`` is whether a program sent it with its person's token.
    """

    person: Person
    by_token: bool
