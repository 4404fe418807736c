"""The demo province's authorities and the people who sign in; each has something to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from zhuangjian.apps.authorities.enrolling import enrol
from zhuangjian.apps.authorities.models import Authority, Credential, Expertise, Interest, Person
from zhuangjian.apps.demo.places import land
from zhuangjian.apps.ledger.action import ACTIONS, perform

PASSWORD = "Zhuangjian-2026"  # noqa: S105  printed for everybody: demo accounts only


@dataclass(frozen=True)
class Account:
    """One demo account."""

    username: str
    name: str
    where: str
    roles: tuple[str, ...]
    does: str
    credentials: tuple[str, ...] = ()
    expertise: tuple[str, ...] = ()


MAKING = ("生产质量管理", "微生物检验")
ACCOUNTS = (
    Account(
        "jihua", "沈澄", "municipal", ("programme_officer",), "编制年度计划、交办任务、导入数据、公开结果"
    ),
    Account("juzhang", "周霁", "municipal", ("head",), "批准计划，查看全部待办与逾期"),
    Account("yiju", "冯珩", "bureau1", ("head",), "检查机构负责人：组队、批准方案", ("enforcement",)),
    Account(
        "zuzhang",
        "陈筠",
        "bureau1",
        ("inspector",),
        "检查组长：编制方案、现场检查、出结论",
        ("enforcement", "inspector"),
        MAKING,
    ),
    Account(
        "jiancha",
        "吴昀",
        "bureau1",
        ("inspector",),
        "检查员：记录检查要点与证据",
        ("enforcement", "inspector"),
        MAKING,
    ),
    Account(
        "jiancha2", "郑祎", "bureau1", ("inspector",), "检查员", ("enforcement", "inspector"), ("配方审核",)
    ),
    Account(
        "jiancha3",
        "蒋弈",
        "bureau1",
        ("inspector",),
        "检查员（执法证已过期，不能计入2名）",
        ("inspector",),
        MAKING,
    ),
    Account("erju", "褚绥", "bureau2", ("head",), "检查机构负责人", ("enforcement",)),
    Account("erzu", "卫晗", "bureau2", ("inspector",), "检查员", ("enforcement", "inspector"), MAKING),
    Account("erzu2", "沈琚", "bureau2", ("inspector",), "检查员", ("enforcement", "inspector"), MAKING),
    Account("shenping", "韩瑄", "institution", ("head",), "审评机构负责人"),
    Account("shenhe", "杨钰", "institution", ("reviewer",), "检查审核员", ("inspector",), MAKING),
    Account("shenhe2", "许珂", "institution", ("reviewer",), "检查审核员", ("inspector",), MAKING),
    Account(
        "shencha",
        "曹珏",
        "institution",
        ("inspector",),
        "审评机构检查组长：检查，答复审核询问",
        ("enforcement", "inspector"),
        MAKING,
    ),
    Account(
        "shencha2", "严昉", "institution", ("inspector",), "检查员", ("enforcement", "inspector"), MAKING
    ),
    Account("quzhang", "孙骁", "district", ("head",), "属地监管部门负责人：组队、批准方案", ("enforcement",)),
    Account(
        "qujian",
        "李璟",
        "district",
        ("district_officer", "inspector"),
        "属地监管员：经营环节检查、复查整改",
        ("enforcement",),
        ("经营检查",),
    ),
    Account("qujian2", "赵彧", "district", ("inspector",), "检查员", ("enforcement",), ("经营检查",)),
    Account("jicha", "王岫", "bureau1", ("enforcement_officer",), "稽查办案", ("enforcement",)),
    Account(
        "zhifa",
        "何钧",
        "municipal",
        ("enforcement_officer",),
        "线索管理与稽查办案：签收线索、决定是否立案、反馈结果",
        ("enforcement",),
    ),
    Account("qiye", "钱澄筠", "", ("enterprise_contact",), "企业联系人：接收通知、报送整改报告"),
    Account("shenji", "赵珩", "municipal", ("auditor",), "审计员：只看存证账本"),
    Account(
        "xuke",
        "施棠",
        "municipal",
        ("licensing_officer",),
        "许可部门：登记许可申请、查看核查结论、答复撤销许可意见",
    ),
    Account("admin", "周昀", "municipal", ("administrator",), "系统管理员：只管账号与机构"),
)


@dataclass
class Cast:
    """Everybody, by a short key."""

    authorities: dict[str, Authority] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        people = self.__dict__.get("people", {})
        if name in people:
            return people[name]
        raise AttributeError(name)

    def district_of(self, code: str) -> Authority:
        """The district authority of a division."""
        return self.authorities[code]


def make_cast(on: date) -> Cast:
    """Create the authorities and the people; ``on`` is the day the demo is made."""
    cast = Cast()
    _authorities(cast)
    _people(cast, on)
    return _at_home(cast)


def _at_home(cast: Cast) -> Cast:
    home = cast.authorities.get(land().home)
    if home is not None:
        cast.authorities["home"] = home
    return cast


def find_cast() -> Cast:
    """The cast of a demo province that exists already."""
    cast = Cast()
    for authority in Authority.objects.unrestricted():
        cast.authorities[_key(authority)] = authority
    for person in Person.objects.unrestricted().filter(username__in=[a.username for a in ACCOUNTS]):
        cast.people[person.username] = person
    return _at_home(cast)


def _key(authority: Authority) -> str:
    if authority.kind == "district":
        return authority.region_code
    here = land()
    return {
        here.top.name: "municipal",
        here.bureaus[0].name: "bureau1",
        here.bureaus[1].name: "bureau2",
    }.get(authority.name, "institution")


def _authorities(cast: Cast) -> None:
    here = land()
    top = _authority(here.top.name, here.top.short, "municipal", here.code)
    cast.authorities["municipal"] = top
    below = (
        ("bureau1", here.bureaus[0], "inspection_bureau"),
        ("bureau2", here.bureaus[1], "inspection_bureau"),
        ("institution", here.institution, "inspection_institution"),
    )
    for key, named, kind in below:
        cast.authorities[key] = _authority(named.name, named.short, kind, here.code, top)
    for place in here.places:
        short = place.name if len(place.name) <= 4 else place.name[:2]
        cast.authorities[place.code] = _authority(
            f"{place.name}市场监督管理局", f"{short}局", "district", place.code, top
        )


def _authority(name: str, short: str, kind: str, region: str, parent: Authority | None = None) -> Authority:
    data: dict[str, Any] = {"name": name, "short_name": short, "kind": kind, "region_code": region}
    if parent is not None:
        data["parent"] = parent.pk
    return perform(ACTIONS["authorities.add_authority"], None, None, data).object


def _people(cast: Cast, on: date) -> None:
    from django.contrib.auth.hashers import make_password

    # One hash for all demo accounts: argon2 is slow on purpose, and the password is printed anyway.
    hashed = make_password(PASSWORD)
    for number, account in enumerate(ACCOUNTS, start=1):
        where = land().home if account.where == "district" else account.where
        person = Person.objects.create_user(
            account.username,
            None,
            name=account.name,
            authority=cast.authorities.get(where),
            roles=account.roles,
        )
        Person.objects.filter(pk=person.pk).update(password=hashed)
        cast.people[account.username] = person
        for kind in account.credentials:
            Credential.objects.create(
                person=person,
                kind=kind,
                number=f"{'ZF' if kind == 'enforcement' else 'JC'}{land().code[:2]}{number:05}",
                valid_from=on - timedelta(days=700),
                valid_to=on + timedelta(days=1100 if number % 3 else 45),
            )
        Expertise.objects.bulk_create(Expertise(person=person, field=f) for f in account.expertise)
    Credential.objects.create(
        person=cast.jiancha3,
        kind="enforcement",
        number=f"ZF{land().code[:2]}00007",
        valid_from=on - timedelta(days=1500),
        valid_to=on - timedelta(days=20),
    )
    for person in cast.people.values():
        enrol(person)


def declare_interest(person: Person, party: Any, on: date) -> None:
    """A past employment that keeps this person off that party's team."""
    Interest.objects.create(
        person=person,
        credit_code=party.credit_code,
        party_name=party.name,
        relation="past_employment",
        detail="入职前曾任该单位检验员",
        declared_at=on - timedelta(days=90),
    )
    enrol(person)
