"""登记名录外对象: a party that no register shows yet: an applicant for a first licence, or one found in business without any."""

from __future__ import annotations

from pydantic import Field

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.registry.models import Party, PartyCorrection
from zhuangjian.apps.registry.places import region_of
from zhuangjian.apps.registry.queries import home_prefix
from zhuangjian.apps.registry.taking import Taking
from zhuangjian.engines.identifiers import parse_credit_code
from zhuangjian.engines.rules.vocabulary import PartyKind
from zhuangjian.kernel.people import holders
from zhuangjian.kernel.states import always

SOURCE = "人工登记"


class EnterParty(Act[None, str]):
    """Enter a party that the registers do not show yet; a register that shows its code later goes on with the same file."""

    name = "registry.enter_party"
    title = "登记名录外对象"
    cites = "integration"
    model = Party
    creates = True
    who = holders(
        "单位的计划管理员、负责人或者许可部门经办人",
        Role.PROGRAMME_OFFICER,
        Role.HEAD,
        Role.LICENSING_OFFICER,
    )
    when = always

    class Input(Fields):
        """What is known of it, and what that rests on."""

        name: str = Field(title="名称", min_length=2, max_length=200)
        credit_code: str = Field(title="统一社会信用代码", min_length=1, max_length=40)
        address: str = Field(title="住所", min_length=4, max_length=300)
        kinds: list[PartyKind] = Field(title="主体类别", min_length=1, description="申请生产许可的选生产企业")
        reason: str = Field(
            title="登记理由", min_length=4, max_length=250, description="例如首次申请生产许可、检查中发现"
        )
        rests_on: str = Field(
            title="依据", min_length=2, max_length=300, description="例如营业执照、许可申请书"
        )

    data: Input

    def check(self) -> str:
        """A code that can be right and that no party has."""
        read = parse_credit_code(self.data.credit_code)
        if read.problems or len(read.normal) != 18:
            said = "；".join(problem.message for problem in read.problems) or "应为18位"
            self.refuse(
                f"统一社会信用代码“{self.data.credit_code}”不正确：{said}。请对照营业执照核对。",
                "正确的统一社会信用代码",
                article="",
            )
        if Party.objects.unrestricted().filter(credit_code=read.normal).exists():
            self.refuse(
                f"统一社会信用代码 {read.normal} 已在名录中，不必另行登记；类别有误的，请更正企业信息。",
                article="",
            )
        return read.normal

    def do(self, found: str) -> Change:
        """The party as a register would bring it, but seen in none; who entered it and why stays in its history."""
        taking = Taking(SOURCE, self.today)
        taking.fetch(codes=[found], names=[self.data.name])
        hint = f"{home_prefix()}0000"
        region = region_of(self.data.address, hint) or hint
        party = taking.new_party(self.data.name, credit_code=found, region=region)
        taking.see_address(party, self.data.address, region)
        for kind in self.data.kinds:
            taking.add_kind(party, kind.value)
        taking.store()
        made = Party.objects.unrestricted().get(credit_code=found)
        PartyCorrection.objects.create(
            party=made,
            changes={
                "name": ["", made.name],
                "credit_code": ["", found],
                "kinds": [[], sorted(kind.value for kind in self.data.kinds)],
            },
            reason=f"登记名录外对象：{self.data.reason}",
            rests_on=self.data.rests_on,
            corrected_by=self.actor,
            corrected_at=self.at,
        )
        return Change(made, {"party": made.pk})
