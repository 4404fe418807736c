"""更正企业信息: an official puts right by hand what the register says of a party, with reason and history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import Field

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, Values
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.apps.registry.models import Party, PartyCorrection, PartyKindRow
from zhuangjian.apps.registry.models.correction import CORRECTABLE
from zhuangjian.apps.registry.places import centres, region_of
from zhuangjian.apps.registry.queries import competent_for, home_prefix
from zhuangjian.apps.registry.taking import Taking
from zhuangjian.engines.identifiers import PROVINCES, parse_credit_code
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import PartyKind
from zhuangjian.kernel.people import Those
from zhuangjian.kernel.states import always

SOURCE = "人工更正"
PLAIN = [key for key in CORRECTABLE if key != "kinds"]
KEEPERS = Those(
    "对该企业有监管职权的单位的计划管理员、负责人或者辖区监管员",
    lambda person, party: (
        person is not None
        and person.has(Role.PROGRAMME_OFFICER, Role.HEAD, Role.DISTRICT_OFFICER)
        and (party is None or competent_for(person.scope, party))
    ),
)


@dataclass(frozen=True)
class Differences:
    """What the correction comes to: each field that differs, with what is on record and what is right."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]


class CorrectParty(Act[Party, Differences]):
    """更正企业档案中有误的登记信息；原内容、理由和依据留存，以后的登记文件仍写原内容的，不再改回。"""

    name = "registry.correct_party"
    title = "更正企业信息"
    cites = "integration"
    who = KEEPERS
    when = always
    guards = (NO_INTEREST,)

    class Input(Fields):
        """The right contents; what is left blank stays as it is."""

        name: str = Field("", title=CORRECTABLE["name"], max_length=200)
        credit_code: str = Field("", title=CORRECTABLE["credit_code"], max_length=40)
        address: str = Field("", title=CORRECTABLE["address"], max_length=300)
        region_code: str = Field("", title=CORRECTABLE["region_code"], max_length=6)
        legal_representative: str = Field("", title=CORRECTABLE["legal_representative"], max_length=60)
        phone: str = Field("", title=CORRECTABLE["phone"], max_length=60)
        kinds: list[PartyKind] = Field([], title=CORRECTABLE["kinds"], description="可选多个；不选则不改")
        clear: list[Literal["credit_code", "legal_representative", "phone"]] = Field(
            [], title="清除", description="原内容有误而正确内容还不知道的项"
        )
        reason: str = Field(title="更正理由", min_length=4, max_length=300)
        rests_on: str = Field(
            title="依据",
            min_length=2,
            max_length=300,
            description="例如营业执照、登记机关的查询结果、现场核对",
        )

    data: Input

    @classmethod
    def choices(cls, person: Any, case: Party) -> Options:
        """Divisions by name; what can be cleared."""
        places = [(code, _place(code)) for code in sorted(centres())]
        known = {code for code, _ in places}
        if case.region_code and case.region_code not in known:
            places.insert(0, (case.region_code, _place(case.region_code)))
        return {
            "region_code": places,
            "clear": [(key, CORRECTABLE[key]) for key in ("credit_code", "legal_representative", "phone")],
        }

    @classmethod
    def initial(cls, person: Any, case: Party) -> Values:
        """What is on record."""
        return {key: getattr(case, key) or "" for key in PLAIN} | {"kinds": _kinds(case)}

    def check(self) -> Differences:
        """Contents that can be right, and at least one that differs."""
        given: dict[str, Any] = {key: getattr(self.data, key) for key in PLAIN if getattr(self.data, key)}
        if both := [
            CORRECTABLE[key] for key in self.data.clear if given.get(key) not in (None, self._now(key))
        ]:
            self.refuse(f"{'、'.join(both)}既填写了新内容，又选择了清除，请只保留一样。")
        given |= dict.fromkeys(self.data.clear, "")
        if given.get("credit_code"):
            given["credit_code"] = self._credit_code(given["credit_code"])
        moved = given.get("address") not in (None, self.case.address)
        if moved and given.get("region_code") in (None, self.case.region_code):
            # Whoever writes another address and leaves the division as the form had it means that of the address.
            given["region_code"] = region_of(given["address"], _hint(self.case)) or self.case.region_code
        if given.get("region_code"):
            self._division(given["region_code"])
        if self.data.kinds:
            given["kinds"] = sorted({str(kind.value) for kind in self.data.kinds})
        after = {key: value for key, value in given.items() if value != self._now(key)}
        if not after:
            self.refuse("填写的内容与档案中的相同，没有需要更正的。", "与档案不同的内容")
        return Differences({key: self._now(key) for key in after}, after)

    def _now(self, key: str) -> Any:
        return _kinds(self.case) if key == "kinds" else getattr(self.case, key) or ""

    def _credit_code(self, text: str) -> str:
        read = parse_credit_code(text)
        if read.problems or len(read.normal) != 18:
            hint = f"，是否应为 {read.suggestion}" if read.suggestion else ""
            said = "；".join(problem.message for problem in read.problems) or "应为18位"
            self.refuse(
                f"统一社会信用代码“{text}”不正确：{said}{hint}。请对照营业执照核对。",
                "正确的统一社会信用代码",
            )
        if Party.objects.unrestricted().filter(credit_code=read.normal).exclude(pk=self.case.pk).exists():
            self.refuse(f"统一社会信用代码 {read.normal} 已登记在另一企业名下，请先核对是哪一份档案有误。")
        return read.normal

    def _division(self, code: str) -> None:
        if not (code.isdecimal() and len(code) == 6 and code[:2] in PROVINCES):
            self.refuse(f"没有行政区划代码“{code}”。请从列表中选择地区。", "有效的地区")

    def do(self, found: Differences) -> Change:
        """The party as it is right; names and places that were on record become history."""
        party = self.case
        row = PartyCorrection.objects.create(
            party=party,
            changes={key: [found.before[key], found.after[key]] for key in found.after},
            reason=self.data.reason,
            rests_on=self.data.rests_on,
            corrected_by=self.actor,
            corrected_at=self.at,
        )
        _apply(party, found.after, self.today)
        return Change(row, {"party": party.pk, "fields": sorted(found.after)})


def _apply(party: Party, after: Mapping[str, Any], today: date) -> None:
    taking = Taking(SOURCE, max(today, party.register_seen or today))
    taking.fetch(codes=[party.credit_code or ""], names=[party.name])
    # The register's own copy of the party, so that search and competence follow as they do for a file.
    known = taking.parties.get(party.pk)
    if known is None:
        raise Refusal("企业档案刚刚被改动，请刷新页面后重新提交。")
    if "name" in after:
        taking.see_name(known, after["name"])
    if "address" in after:
        taking.see_address(known, after["address"], _hint(known))
    if "kinds" in after:
        _keep_kinds(taking, known, after["kinds"])
    plain = {key: after[key] for key in PLAIN if key in after and key not in ("name", "address")}
    if "credit_code" in plain:
        plain["credit_code"] = plain["credit_code"] or None
    taking.put(known, **plain)
    taking.store()


def _keep_kinds(taking: Taking, party: Party, right: list[str]) -> None:
    held = taking.kinds[id(party)]
    for kind in set(held) - set(right):
        taking.gone.append(held.pop(kind))
    for kind in right:
        taking.add_kind(party, kind)
    taking.replaced[id(party)] = party


def _hint(party: Party) -> str:
    return party.region_code or f"{home_prefix()}0000"


def _kinds(party: Party) -> list[str]:
    rows = PartyKindRow.objects.unrestricted().filter(party=party)
    return sorted(rows.values_list("kind", flat=True))


def _place(code: str) -> str:
    from zhuangjian.apps.registry.dossier import region_name

    return f"{region_name(code)}（{code}）"
