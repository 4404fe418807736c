"""Whether a person signs in with a second factor: asked at every request, so it is written as SQL once."""

from __future__ import annotations

from typing import Any

from django_otp.plugins.otp_totp.models import TOTPDevice

from zhuangjian.kernel.questions import Question

# The one kind of device there is (``INSTALLED_APPS``).
_CONFIRMED = Question(
    lambda person: TOTPDevice.objects.filter(user_id=person, confirmed=True).values_list("pk", flat=True)[:1]
)


def has_second_factor(person: Any) -> bool:
    """A confirmed device stands against the account."""
    return bool(_CONFIRMED(person.pk))
