"""Closed lists of the grading method: codes that are stored, with the Chinese terms that are shown."""

from __future__ import annotations

from zhuangjian.engines.rules.vocabulary import Term


class RiskGrade(Term):
    """Grades of risk. Direction on screen: A is the lowest risk, D the highest (LN 2(9))."""

    A = "A", "A级（低风险）"
    B = "B", "B级（一般风险）"
    C = "C", "C级（较高风险）"
    D = "D", "D级（高风险）"

    @property
    def rank(self) -> int:
        """0 for A … 3 for D."""
        return list(RiskGrade).index(self)


class CountFact(Term):
    """Static facts that are numbers: how many the party has on the day."""

    CHILDREN = "children_products", "儿童化妆品数"
    SPECIAL = "special_products", "特殊化妆品数"
    NEW_INGREDIENT = "new_ingredient_products", "使用监测期新原料的产品数"
    PRODUCTS = "products", "产品总数"
    UNITS = "dosage_units", "许可单元数"
    PRINCIPALS = "principals", "委托其生产的委托方数"
    CONTRACTORS = "contractors", "受托为其生产的企业数"
    OUTSIDE_SITES = "outside_sites", "外设仓库及异地场所数"


class Credit(Term):
    """Credit level as entered in the credit record (条例 56)."""

    TRUSTED = "trusted", "守信"
    NORMAL = "normal", "一般"
    BREACH = "breach", "失信"
    SERIOUS = "serious", "严重失信"


class SignalKind(Term):
    """Kinds of signal: the seven kinds of data of LN 2(11), and public opinion."""

    FILING = "filing", "注册备案"
    LICENCE = "licence", "生产许可"
    INSPECTION = "inspection", "监督检查"
    SAMPLING = "sampling", "抽样检验"
    COMPLAINT = "complaint", "投诉举报"
    ADVERSE_REACTION = "adverse_reaction", "不良反应"
    PENALTY = "penalty", "行政处罚"
    OPINION = "opinion", "舆情"


class DirectEvent(Term):
    """Events that put a party into the highest grade at once, whatever its points."""

    INJURY = "injury", "引发人身伤害或有证据证明可能危害健康"
    REFUSAL = "refusal", "拒绝、逃避或者阻碍检查"
    FORGERY = "forgery", "伪造、销毁、隐匿证据"
    FALSE_MATERIALS = "false_materials", "以虚假资料取得许可、注册或者备案"
    ILLEGAL_ADDITION = "illegal_addition", "非法添加或者使用禁用原料"
    UNLICENSED = "unlicensed", "未经许可从事生产"


PARTY_KIND = "party_kind"
CREDIT = "credit"
LATENESS = "rectification_late"
FACTOR_TITLES: dict[str, str] = {
    PARTY_KIND: "主体种类",
    CREDIT: "信用状况",
    LATENESS: "整改逾期",
    **{fact.value: fact.label for fact in CountFact},
    **{kind.value: kind.label for kind in SignalKind},
}
