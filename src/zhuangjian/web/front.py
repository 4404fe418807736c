"""What happens to a request before anything else: the health check, and who really asks when a proxy stands in front."""

from __future__ import annotations

import logging
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from zhuangjian.web.public import healthz

Address = IPv4Address | IPv6Address
# What proxies say about the client. From anybody else these are a stranger's claim and are removed.
CLAIMS = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_SSL",
    "HTTP_X_REAL_IP",
    "HTTP_X_CLIENT_IP",
)
log = logging.getLogger("zhuangjian.front")


class HealthMiddleware:
    """Answers ``/healthz`` before host names, redirects, sessions and sign-in are looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The health check's answer, or whatever comes next."""
        return healthz(request) if request.path_info == "/healthz" else self.get_response(request)


class ProxyMiddleware:
    """Believes ``X-Forwarded-For`` and ``-Proto`` of the proxies in ``ZHUANGJIAN_PROXIES``, and of nobody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response to the request as the client made it to the first proxy."""
        meta = request.META
        peer = read_address(meta.get("REMOTE_ADDR", ""))
        claims = {name: meta.pop(name) for name in CLAIMS if name in meta}
        if peer is not None:
            # One spelling for one client: `::ffff:10.1.2.3` on a socket for both families is 10.1.2.3.
            meta["REMOTE_ADDR"] = str(peer)
        if peer is not None and is_proxy(peer):
            meta["REMOTE_ADDR"] = str(client(peer, claims.get("HTTP_X_FORWARDED_FOR", "")))
            # The last word is the nearest proxy's own.
            scheme = claims.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip().lower()
            if scheme in ("http", "https"):
                meta["wsgi.url_scheme"] = scheme
        elif settings.HTTPS and claims.get("HTTP_X_FORWARDED_PROTO") == "https":
            log.warning(
                "%s 自称反向代理，但不在 ZHUANGJIAN_PROXIES 中，所带的 X-Forwarded 头未采信。"
                "如确是本单位的代理，请把它的地址加入 ZHUANGJIAN_PROXIES。",
                peer,
            )
        return self.get_response(request)


def read_address(text: str) -> Address | None:
    """An address with or without brackets and port; None when it is none."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def is_proxy(address: Address) -> bool:
    """Whether the address is one of the named proxies."""
    return any(address in network for network in settings.PROXIES)


def client(peer: Address, forwarded_for: str) -> Address:
    """Who asked: from the nearest hop backwards, the first address that is no named proxy.

    What stands left of it was written by that client itself and proves nothing.
    """
    found = peer
    for hop in reversed(forwarded_for.split(",")):
        address = read_address(hop)
        if address is None:
            return found
        found = address
        if not is_proxy(address):
            return found
    return found
