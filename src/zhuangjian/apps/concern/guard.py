"""Whether a form without an account is let through: no outside service, nothing kept of the visitor but a keyed digest.

Five checks, cheapest first: the form is ours, unaltered and neither too young nor too old; the field that only programs fill is
empty; the browser did its piece of work; the form is used once; the address did not hand in more than so many this hour. What a
script that does all of it gets through is bounded by the last: MOST an hour for each address.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction

from zhuangjian.apps.concern.models import FormUse
from zhuangjian.engines.rules.answer import Refusal

SALT = "zhuangjian.concern.form"
YOUNGEST, OLDEST = 5, 4 * 3600  # seconds between the page and the form: nobody reads and writes faster
BITS = 16  # of the browser's work: some 65,000 digests, a second or so on an old telephone
MOST = 5  # an hour and address
HOUR = timedelta(hours=1)
AGAIN = "您填写的内容仍在本页。"


class Spent(Refusal):
    """The form itself is of no more use: the page gives another."""


def new_form(at: datetime) -> str:
    """A form's signed number and time."""
    return signing.dumps({"n": secrets.token_urlsafe(18), "t": int(at.timestamp())}, salt=SALT)


def worked(token: str, proof: str) -> bool:
    """Whether the digest of the form's number with the browser's answer begins with enough zero bits."""
    if not proof.isascii() or not proof.isdigit() or len(proof) > 12:
        return False
    found = hashlib.sha256(f"{token}:{proof}".encode()).digest()
    return int.from_bytes(found[:4], "big") >> (32 - BITS) == 0


def from_where(address: str) -> str:
    """A keyed digest of the address; of IPv6 the network that one customer has whole."""
    try:
        read = ipaddress.ip_address(address)
        if read.version == 6:
            address = str(ipaddress.ip_network((read, 64), strict=False))
    except ValueError:
        address = "unknown"
    key = hashlib.sha256(f"{SALT}:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, address.encode(), "sha256").hexdigest()


def admitted(token: str, trap: str, proof: str, address: str, at: datetime) -> FormUse:
    """Let one form through and use it up (deleted, it was not used), or refuse in words that tell a person what to do."""
    try:
        form = signing.loads(token, salt=SALT, max_age=None)
        number, age = str(form["n"]), at.timestamp() - float(form["t"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        raise Spent(f"表单已失效，请再点一次提交。{AGAIN}") from None
    if age < YOUNGEST:
        raise Refusal(f"提交得太快，请核对内容后再点一次提交。{AGAIN}")
    if age > OLDEST:
        raise Spent(f"表单打开已超过四小时，请再点一次提交。{AGAIN}")
    if trap:
        raise Refusal(f"“请留空”一栏填写了内容，请清空后再提交。{AGAIN}")
    if not worked(token, proof):
        raise Refusal(f"浏览器还没有完成校验：请打开浏览器的脚本功能，稍候再提交；也可以拨打 12315。{AGAIN}")
    where = from_where(address)
    FormUse.objects.unrestricted().filter(at__lt=at - timedelta(seconds=OLDEST) - HOUR).delete()
    try:
        with transaction.atomic():
            use = FormUse.objects.create(nonce=number, address=where, at=at)
    except IntegrityError:
        raise Spent("这份表单已经提交过，没有重复登记。要另外反映的，请重新打开本页。") from None
    # Counted with the row stored, so that of forms handed in together no two see the same last place.
    if FormUse.objects.unrestricted().filter(address=where, at__gt=at - HOUR).count() > MOST:
        use.delete()
        raise Refusal(f"同一网络一小时内最多反映 {MOST} 次，请稍后再试，或者拨打 12315。{AGAIN}")
    return use
