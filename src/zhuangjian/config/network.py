"""Host names and proxies as the environment names them."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network

from zhuangjian.engines.rules.answer import Refusal


def entries(text: str) -> list[str]:
    """The parts between commas, without blanks."""
    return [part for part in (p.strip() for p in text.split(",")) if part]


def without_port(host: str) -> str:
    """``a.cn:8443`` as ``a.cn``, ``[::1]:8443`` as ``[::1]``."""
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdecimal() and (name.endswith("]") or ":" not in name) else host


def host_names(text: str) -> list[str]:
    """``ALLOWED_HOSTS``: Django compares names without their port."""
    return list(dict.fromkeys(without_port(host) for host in entries(text)))


def trusted_origins(text: str) -> list[str]:
    """The https addresses from which forms may come, with the ports that were named; ``.a.cn`` covers its subdomains."""
    origins = []
    for host in entries(text):
        if host.startswith("."):
            origins += [f"https://{host[1:]}", f"https://*{host}"]
        elif host != "*":
            origins.append(f"https://{host}")
    return origins


def proxies(text: str) -> list[IPv4Network | IPv6Network]:
    """The named proxies; a Refusal for what is neither an address nor a network."""
    found = []
    for part in entries(text):
        try:
            found.append(ip_network(part, strict=False))
        except ValueError:
            raise Refusal(
                f"ZHUANGJIAN_PROXIES 中的“{part}”不是地址或网段，应写成 10.1.2.3 或 10.1.0.0/16，多个用逗号分隔。"
            ) from None
    return found
