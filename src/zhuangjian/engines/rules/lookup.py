"""Finding the pack for a place and the value in force on a day, or refusing in clear words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar, cast

from .answer import Refusal
from .loader import Pack, default_region, in_force, load_head, load_pack, pack_names
from .models import Dated, PackHead, Parameter, Practice, Table
from .words import chinese_date

D = TypeVar("D", bound=Dated)


@dataclass(frozen=True, slots=True)
class Place:
    """A pack and, where the place was given that exactly, the division inside it."""

    pack: Pack
    code: str = ""
    division: str = ""
    authority: str = ""


def place_for(region: str | None, root: Path | None = None) -> Place:
    """The pack (and division) for a pack name, a Chinese name or a division code such as ``500103``.

    Without a name it is the default region's.

    Raises :class:`Refusal` listing the regions that have a pack.
    """
    wanted = default_region() if region is None else region.strip()
    # The heads tell the place apart; only the pack asked for is then read whole.
    heads = [load_head(name, root) for name in pack_names(root)]
    for head in heads:
        if wanted.lower() in (head.name, head.label) or wanted in head.aliases:
            return Place(load_pack(head.name, root))
    for head in heads:
        found = _division(head, wanted)
        if found:
            return Place(load_pack(head.name, root), *found)
    known = "、".join(f"{head.name}（{head.title}）" for head in heads)
    raise Refusal(
        f"没有适用于地区“{region}”的法规包。请使用：{known}，或其辖区的区划代码", missing=["法规包"]
    )


def place_in(pack: Pack, region: str) -> Place:
    """The division of ``pack`` that ``region`` names, or the whole of it when it names none."""
    return Place(pack, *(_division(pack.head, region.strip()) or ()))


def pack_for(region: str | None, root: Path | None = None) -> Pack:
    """The pack for a region given in any of the ways of :func:`place_for`."""
    return place_for(region, root).pack


def pack_in_force(region: str, on: date, root: Path | None = None) -> Pack:
    """The pack that an inspection whose plan is approved on ``on`` is bound to (store its ``label``).

    Before the region's own first day that is the national pack; before that one's too, a Refusal.
    """
    own = pack_for(region, root)
    pack = own if own.base is None or on >= own.head.effective_from else own.base
    if on < pack.head.effective_from:
        raise Refusal(
            f"法规包 {pack.label}（{pack.head.title}）自{chinese_date(pack.head.effective_from)}起施行，{chinese_date(on)}尚不适用",
            article=_commencement(pack),
        )
    return pack


def value_on(pack: Pack, values: Mapping[str, Sequence[D]], name: str, on: date, what: str) -> D:
    """The value called ``name`` in force on ``on``; a refusal says from when (or until when) it applies."""
    series = values.get(name)
    if not series:
        valid = "、".join(sorted(values))
        raise Refusal(f"法规包 {pack.label} 没有名为“{name}”的{what}。可用：{valid}")
    found = in_force(series, on)
    if found is not None:
        return cast(D, found)
    first, last = series[0], series[-1]
    if on < first.effective_from:
        raise Refusal(
            f"{what}“{name}”自{chinese_date(first.effective_from)}起施行，{chinese_date(on)}尚不适用；请改用当时有效的规定办理",
            article=first.article,
        )
    ended = chinese_date(last.effective_to or on)
    raise Refusal(f"{what}“{name}”已于{ended}停止施行，{chinese_date(on)}不再适用", article=last.article)


def parameter(pack: Pack, name: str, on: date) -> Parameter:
    """The parameter in force on ``on``."""
    return value_on(pack, pack.parameters, name, on, "参数")


def optional(pack: Pack, name: str, on: date) -> Parameter | None:
    """The parameter in force on ``on``; ``None`` where this region's law has no such value, or not on that day."""
    return cast("Parameter | None", in_force(pack.parameters.get(name, ()), on))


def number(pack: Pack, name: str, on: date) -> tuple[int, Parameter]:
    """A whole-number parameter and where it comes from."""
    found = parameter(pack, name, on)
    if not isinstance(found.value, int):
        raise Refusal(f"参数“{name}”应为整数，现为 {found.value!r}，请改正法规包", article=found.article)
    return found.value, found


def practice(pack: Pack, name: str, on: date) -> Practice | None:
    """The house rule called ``name`` where it is in force on ``on``; ``None`` where a region has ended it."""
    series = pack.practices.get(name)
    if series is None:
        raise Refusal(
            f"法规包 {pack.label} 没有名为“{name}”的良好做法。可用：{'、'.join(sorted(pack.practices))}"
        )
    return cast("Practice | None", in_force(series, on))


def table(pack: Pack, name: str, on: date) -> Table:
    """The decision table in force on ``on``."""
    return value_on(pack, pack.tables, name, on, "决策表")


def the_day(given: date | str, what: str = "日期") -> date:
    """A date, or the date an ISO text names; refuses anything else, and moments without saying which day."""
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    try:
        text = given.strip()
        if len(text) != 10 or text[4] != "-" or text[7] != "-":
            raise ValueError(text)
        return date.fromisoformat(text)
    except (ValueError, AttributeError):
        raise Refusal(
            f"{what}“{given}”不是有效日期，请写成 YYYY-MM-DD，例如 2026-09-28", missing=[what]
        ) from None


def _division(head: PackHead, wanted: str) -> tuple[str, str, str] | None:
    """Code, name and authority of the division that is wanted; name and authority are empty for the whole place."""
    prefix = head.division_prefix
    if not prefix:
        return None
    if wanted in (prefix, prefix.ljust(6, "0")):
        return prefix.ljust(6, "0"), "", ""
    for code, division in head.divisions.items():
        if wanted == code or wanted == division.name:
            return code, division.name, division.authority
    # A county inside a listed prefecture is that prefecture's for our purpose; other codes may be typing errors.
    if len(wanted) == 6 and wanted.isdigit() and wanted.startswith(prefix):
        parent = head.divisions.get(f"{wanted[:4]}00")
        if parent:
            return wanted, f"{parent.name}（{wanted}）", parent.authority
        raise Refusal(f"区划代码 {wanted} 不在{head.title}的区划表中，请核对代码", missing=["有效的区划代码"])
    return None


def _commencement(pack: Pack) -> str:
    document = pack.head.document
    entry = pack.documents.get(document)
    return f"{document} {entry.articles}" if entry and entry.articles else document
