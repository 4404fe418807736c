"""The invented province of the demo, one data file per region: its authorities, divisions, and how it is spoken of."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from pydantic import BaseModel, ConfigDict

from zhuangjian.engines.identifiers.regions import ABBREVIATIONS, province_of_code
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.source import read_yaml

LANDS = Path(__file__).with_name("lands")


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(_Row):
    """One division: a point inside, and how far around it places may lie (degrees)."""

    code: str
    name: str
    longitude: float
    latitude: float
    spread: float


class Named(_Row):
    """An authority's full and short name."""

    name: str
    short: str


class Land(_Row):
    """A province with two bureaus and one institution; ``home`` is the division where most of the demo happens."""

    name: str
    code: str
    whole: str
    top: Named
    bureaus: tuple[Named, Named]
    institution: Named
    home: str
    home_short: str
    company_prefix: str
    area_code: str
    operators: str
    merging: str
    places: tuple[Place, ...]

    @property
    def sign(self) -> str:
        """The sign with which the province's licence numbers begin."""
        province = province_of_code(self.code)
        return next(sign for sign, name in ABBREVIATIONS.items() if name == province)


def land() -> Land:
    """The demo province of this installation's region; a Refusal where there is none."""
    return _read(settings.REGION)


@lru_cache(maxsize=8)
def _read(region: str) -> Land:
    path = LANDS / f"{region}.yaml"
    if not path.is_file():
        known = "、".join(sorted(file.stem for file in LANDS.glob("*.yaml")))
        raise Refusal(f"地区 {region} 没有演示数据。有演示数据的地区：{known}。")
    return Land.model_validate(read_yaml(path).data)
