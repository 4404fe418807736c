"""A small province for tests: three authorities, one person per role, two parties. Built once per test, by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

PASSWORD = "Chashi-2026-test"


@dataclass(frozen=True)
class Land:
    """Where the cast lives: codes of the province and of two districts, and what they are called."""

    sign: str
    code: str
    first: tuple[str, str]
    second: tuple[str, str]


LANDS = {
    "chongqing": Land("渝", "500000", ("500103", "渝中区"), ("500106", "沙坪坝区")),
    "liaoning": Land("辽", "210000", ("210100", "沈阳市"), ("210200", "大连市")),
}


@dataclass
class World:
    """The fixed cast. People are named by what they are there for."""

    municipal: Any = None
    bureau: Any = None
    institution: Any = None
    district: Any = None
    other_district: Any = None
    people: dict[str, Any] = field(default_factory=dict)
    maker: Any = None
    shop: Any = None
    site: Any = None

    def __getattr__(self, name: str) -> Any:
        people = self.__dict__.get("people", {})
        if name in people:
            return people[name]
        raise AttributeError(name)


def build(region: str = "chongqing") -> World:
    """Create the cast in that region. Needs the database."""
    from zhuangjian.apps.authorities.models import Authority, Credential, Person
    from zhuangjian.apps.registry.models import (
        Contact,
        Jurisdiction,
        Licence,
        Party,
        PartyKindRow,
        PartyName,
        Site,
    )
    from zhuangjian.engines.rules.citing import cited

    land = LANDS[region]
    (here, here_name), (there, there_name) = land.first, land.second
    law = cited("authorities", region=region).article
    w = World()
    w.municipal = Authority.objects.create(
        name="测试市药品监督管理局", short_name="市局", kind="municipal", region_code=land.code
    )
    w.bureau = Authority.objects.create(
        name="测试市药监局第一检查局",
        short_name="检查一局",
        kind="inspection_bureau",
        region_code=land.code,
        parent=w.municipal,
    )
    w.institution = Authority.objects.create(
        name="测试市药品审评查验中心",
        short_name="审评中心",
        kind="inspection_institution",
        region_code=land.code,
        parent=w.municipal,
    )
    w.district = Authority.objects.create(
        name=f"测试{here_name}市场监督管理局",
        short_name=f"{here_name[:-1]}局",
        kind="district",
        region_code=here,
        parent=w.municipal,
    )
    w.other_district = Authority.objects.create(
        name=f"测试{there_name}市场监督管理局",
        short_name=f"{there_name[:-1]}局",
        kind="district",
        region_code=there,
        parent=w.municipal,
    )
    cast = {
        "programme_officer": (w.municipal, ["programme_officer"]),
        "head": (w.municipal, ["head"]),
        "licensing_officer": (w.municipal, ["licensing_officer"]),
        "bureau_head": (w.bureau, ["head"]),
        "leader": (w.bureau, ["inspector"]),
        "inspector": (w.bureau, ["inspector"]),
        "inspector2": (w.bureau, ["inspector"]),
        "expert": (w.institution, ["inspector"]),
        "reviewer": (w.institution, ["reviewer"]),
        "institution_head": (w.institution, ["head"]),
        "district_officer": (w.district, ["district_officer"]),
        "district_head": (w.district, ["head"]),
        "other_district_officer": (w.other_district, ["district_officer"]),
        "enforcement_officer": (w.bureau, ["enforcement_officer"]),
        "auditor": (w.municipal, ["auditor"]),
        "administrator": (w.municipal, ["administrator"]),
        "contact": (None, ["enterprise_contact"]),
        "other_contact": (None, ["enterprise_contact"]),
    }
    for username, (authority, roles) in cast.items():
        w.people[username] = Person.objects.create_user(
            username, None, name=f"测试{username}", authority=authority, roles=roles
        )
    for number, username in enumerate(("leader", "inspector", "inspector2"), start=1):
        for kind in ("enforcement", "inspector"):
            Credential.objects.create(
                person=w.people[username],
                kind=kind,
                number=f"T{kind[:1].upper()}{number:04}",
                valid_from=date(2024, 1, 1),
                valid_to=date(2029, 12, 31),
            )
    w.maker = Party.objects.create(
        name="测试丽妆生物科技有限公司",
        credit_code=f"91{here}MA5U0TEST1",
        address=f"测试市{here_name}一号路1号",
        region_code=here,
    )
    w.shop = Party.objects.create(
        name="测试美颜美容院",
        credit_code=f"92{here}MA5U0TEST2",
        address=f"测试市{here_name}二号路2号",
        region_code=here,
    )
    for party, kinds in ((w.maker, ("manufacturer", "filer")), (w.shop, ("salon",))):
        PartyName.objects.create(party=party, name=party.name)
        for kind in kinds:
            PartyKindRow.objects.create(party=party, kind=kind)
    w.site = Site.objects.create(
        party=w.maker, kind="production", address=f"测试市{here_name}一号路1号2栋", region_code=here
    )
    Licence.objects.create(
        party=w.maker,
        number=f"{land.sign}妆20210001",
        issued_on=date(2021, 12, 1),
        expires_on=date(2026, 11, 30),
        scope_text="一般液态单元（护肤水类）",
        production_address=w.site.address,
    )
    Jurisdiction.objects.create(
        party=w.maker, authority=w.municipal, article=law, reason="生产企业由市局组织监督检查"
    )
    Jurisdiction.objects.create(party=w.maker, authority=w.bureau, article=law, reason="直属检查局开展检查")
    Jurisdiction.objects.create(party=w.shop, authority=w.district, article=law, reason="经营者由区县负责")
    Contact.objects.create(person=w.contact, party=w.maker)
    Contact.objects.create(person=w.other_contact, party=w.shop)
    return w
