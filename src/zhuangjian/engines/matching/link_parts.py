"""The comparable parts of a name and of an address, whatever script they are written in."""

from __future__ import annotations

from typing import NamedTuple


class NameParts(NamedTuple):
    """A name in one spelling (``full``), its ``core`` and ``area`` where the script tells them, and its ``words``."""

    full: str
    core: str
    area: str
    words: tuple[str, ...]


class AddressParts(NamedTuple):
    """House ``number``, ``street``, ``area`` (postal or division code), ``side`` (direction), and all ``words``."""

    number: str
    street: str
    area: str
    side: str
    words: tuple[str, ...]


NO_NAME = NameParts("", "", "", ())
NO_ADDRESS = AddressParts("", "", "", "", ())
