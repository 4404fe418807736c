"""What a year's planning is given. Field titles are Chinese because they appear in error messages and in the schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from zhuangjian.engines.rules.answer import Basis
from zhuangjian.engines.rules.loader import default_region
from zhuangjian.engines.rules.vocabulary import CredentialKind, InspectionType, PartyKind, Term

_STRICT = ConfigDict(extra="forbid", allow_inf_nan=False)
Name = Annotated[str, Field(min_length=1)]
Longitude = Annotated[float, Field(ge=-180, le=180, title="经度")]
Latitude = Annotated[float, Field(ge=-85, le=85, title="纬度")]
Hours = Annotated[float, Field(gt=0, le=1000)]
Share = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(ge=0, le=1e6)]


class Flag(Term):
    """What makes a party a priority (CQ 28, 29)."""

    CHILDREN = "children", "儿童化妆品"
    SPECIAL = "special", "特殊化妆品"
    NEW_INGREDIENT = "new_ingredient", "使用监测期新原料"
    NEVER_CHECKED = "never_checked", "注册备案后未接受过检查"


class Reason(Term):
    """Why a visit is wished."""

    FREQUENCY = "frequency", "检查频次"
    PRIORITY = "priority", "重点关注"
    RANDOM = "random", "随机抽取"
    FOLLOW_UP = "follow_up", "整改复查"
    FOR_CAUSE = "for_cause", "有因检查"
    LICENSING = "licensing", "许可检查"
    SPECIAL_CAMPAIGN = "special_campaign", "专项检查"
    OTHER = "other", "其他检查"


@dataclass(frozen=True, slots=True)
class Base:
    """Where day trips start and end: the seat of a bureau or a district authority."""

    __pydantic_config__ = _STRICT
    id: Annotated[Name, Field(title="驻地编号")]
    name: Annotated[str, Field(title="名称")]
    lon: Longitude
    lat: Latitude
    district: Annotated[str, Field(title="区县")] = ""


@dataclass(frozen=True, slots=True)
class Party:
    """An inspected party at one place. ``risk`` is 0–100, higher is worse; ``hours`` are those of an on-site visit."""

    __pydantic_config__ = _STRICT
    id: Annotated[Name, Field(title="对象编号")]
    name: Annotated[str, Field(title="名称")]
    district: Annotated[str, Field(title="区县")]
    lon: Longitude
    lat: Latitude
    risk: Annotated[float, Field(ge=0, le=100, title="风险分")]
    hours: Annotated[Hours, Field(title="现场工时")]
    grade: Annotated[str, Field(title="等级")] = ""
    kinds: Annotated[tuple[PartyKind, ...], Field(title="对象种类")] = ()
    flags: Annotated[tuple[Flag, ...], Field(title="重点标记")] = ()
    items: Annotated[tuple[str, ...], Field(title="检查项目")] = ()
    expertise: Annotated[tuple[str, ...], Field(title="所需专长")] = ()
    off_site: Annotated[bool, Field(title="可用非现场方式")] = False
    off_site_hours: Annotated[Hours | None, Field(title="非现场工时")] = None
    past_visits: Annotated[tuple[date, ...], Field(title="以往检查日期")] = ()
    cap: Annotated[int | None, Field(ge=0, title="本对象年度上限")] = None


@dataclass(frozen=True, slots=True)
class Wish:
    """A visit asked for one by one (follow-up, for-cause, licensing, campaign …); days included at both ends."""

    __pydantic_config__ = _STRICT
    id: Annotated[Name, Field(title="任务编号")]
    party: Annotated[str, Field(title="对象编号")]
    reason: Annotated[Reason, Field(title="事由")]
    type: Annotated[InspectionType, Field(title="检查类型")] = InspectionType.ROUTINE
    authority: Annotated[str, Field(title="任务来源单位")] = ""
    earliest: Annotated[date | None, Field(title="最早日期")] = None
    due: Annotated[date | None, Field(title="应完成日期")] = None
    latest: Annotated[date | None, Field(title="最晚日期")] = None
    hours: Annotated[Hours | None, Field(title="现场工时")] = None
    items: Annotated[tuple[str, ...], Field(title="检查项目")] = ()
    expertise: Annotated[tuple[str, ...], Field(title="所需专长")] = ()
    off_site: Annotated[bool, Field(title="可用非现场方式")] = False
    announced: Annotated[bool | None, Field(title="预先告知")] = None
    ordered_by_superior: Annotated[bool, Field(title="上级部署的专项")] = False
    value: Annotated[float | None, Field(ge=0, le=1e6, title="价值")] = None


@dataclass(frozen=True, slots=True)
class Credential:
    """A qualification and the days on which it is valid, both included."""

    __pydantic_config__ = _STRICT
    kind: Annotated[CredentialKind, Field(title="证件种类")]
    valid_from: Annotated[date, Field(title="有效期起")]
    valid_to: Annotated[date | None, Field(title="有效期止")] = None
    number: Annotated[str, Field(title="证件号")] = ""


@dataclass(frozen=True, slots=True)
class Away:
    """Days, both included, on which a person cannot inspect."""

    __pydantic_config__ = _STRICT
    start: Annotated[date, Field(title="开始")]
    end: Annotated[date, Field(title="结束")]
    reason: Annotated[str, Field(title="原因")] = ""


@dataclass(frozen=True, slots=True)
class Inspector:
    """A person of the pool. ``days_per_week`` is one number, or one for each week of the plan; an ``expert`` never leads."""

    __pydantic_config__ = _STRICT
    id: Annotated[Name, Field(title="人员编号")]
    name: Annotated[str, Field(title="姓名")]
    base: Annotated[str, Field(title="驻地")]
    credentials: Annotated[tuple[Credential, ...], Field(title="证件")] = ()
    expertise: Annotated[tuple[str, ...], Field(title="专长")] = ()
    may_lead: Annotated[bool, Field(title="可任组长")] = True
    expert: Annotated[bool, Field(title="受邀专家")] = False
    days_per_week: Annotated[
        Annotated[int, Field(ge=0, le=7)] | tuple[Annotated[int, Field(ge=0, le=7)], ...],
        Field(title="每周可用天数"),
    ] = 5
    away: Annotated[tuple[Away, ...], Field(title="请假外出")] = ()
    training: Annotated[tuple[date, ...], Field(title="培训日")] = ()
    conflicts: Annotated[tuple[str, ...], Field(title="利害关系对象")] = ()


@dataclass(frozen=True, slots=True)
class Frequency:
    """Visits a year for parties of a grade and/or kind (CQ 30); the highest rule that fits a party holds."""

    __pydantic_config__ = _STRICT
    per_year: Annotated[float, Field(ge=0, le=52, title="每年次数")]
    grade: Annotated[str, Field(title="等级")] = ""
    kind: Annotated[PartyKind | None, Field(title="对象种类")] = None
    article: Annotated[str, Field(title="依据")] = ""
    basis: Basis = "to_be_confirmed"
    source: Annotated[str, Field(title="来源")] = ""


@dataclass(frozen=True, slots=True)
class Exemption:
    """Wishes that do not count toward the yearly cap, switched by ``on``."""

    __pydantic_config__ = _STRICT
    what: Annotated[Reason | Literal["ordered_by_superior", "off_site"], Field(title="豁免对象")]
    on: Annotated[bool, Field(title="启用")]
    article: Annotated[str, Field(title="依据")] = ""
    basis: Basis = "to_be_confirmed"
    source: Annotated[str, Field(title="来源")] = ""


@dataclass(frozen=True, slots=True)
class Cap:
    """Most visits to one party in a calendar year; ``None`` means no cap was published."""

    __pydantic_config__ = _STRICT
    per_year: Annotated[int | None, Field(ge=0, title="年度上限")] = None
    by_grade: Annotated[Mapping[str, Annotated[int, Field(ge=0)]], Field(title="分等级上限")] = field(
        default_factory=dict
    )
    exemptions: Annotated[tuple[Exemption, ...], Field(title="豁免")] = ()
    article: Annotated[str, Field(title="依据")] = "国办发〔2024〕54号"
    basis: Basis = "to_be_confirmed"


@dataclass(frozen=True, slots=True)
class Rule:
    """A number of the law and where it comes from."""

    __pydantic_config__ = _STRICT
    value: Annotated[int, Field(ge=0, le=366)]
    article: Annotated[str, Field(title="依据")]
    basis: Basis = "official"


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers that bind every plan; what is absent is read from the region's pack."""

    __pydantic_config__ = _STRICT
    merge_days: Annotated[Rule | None, Field(title="合并间隔")] = None
    enforcement_min: Annotated[Rule | None, Field(title="执法人员最少人数")] = None


@dataclass(frozen=True, slots=True)
class Travel:
    """Minutes between places: a matrix over base and party ids, or straight lines × ``road_factor`` at ``speed_kmh``.

    Every leg between different places costs ``leg_minutes`` more (parking, gates). Straight lines are measured in
    the plane of ``reference_latitude``: 111.32 km a degree of longitude × its cosine, 110.574 km a degree of latitude.
    """

    __pydantic_config__ = _STRICT
    kind: Literal["coordinates", "matrix"] = "coordinates"
    speed_kmh: Annotated[float, Field(gt=0, le=400, title="车速")] = 50.0
    road_factor: Annotated[float, Field(ge=1, le=10, title="绕行系数")] = 1.3
    leg_minutes: Annotated[float, Field(ge=0, le=240, title="每段附加分钟")] = 5.0
    reference_latitude: Annotated[float, Field(ge=-85, le=85, title="参考纬度")] = 29.5
    places: Annotated[tuple[str, ...], Field(title="矩阵地点")] = ()
    minutes: Annotated[
        tuple[tuple[Annotated[float, Field(ge=0, le=1e5)], ...], ...], Field(title="分钟矩阵")
    ] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """Points for each unit of the objective; all are printed with the result."""

    __pydantic_config__ = _STRICT
    risk: Annotated[Weight, Field(title="每点风险")] = 1.0
    lateness: Annotated[Weight, Field(title="每百点风险迟一周")] = 0.5
    load: Annotated[Weight, Field(title="超出合理份额的每人日")] = 0.5
    region: Annotated[Weight, Field(title="区县覆盖不足的每点风险")] = 0.2
    travel: Annotated[Weight, Field(title="每人时路程")] = 0.2
    change: Annotated[Weight, Field(title="重排时每处变动")] = 3.0


REASON_VALUES: dict[Reason, float] = {
    Reason.FREQUENCY: 1.0,
    Reason.PRIORITY: 1.0,
    Reason.RANDOM: 0.6,
    Reason.FOLLOW_UP: 1.5,
    Reason.FOR_CAUSE: 4.0,
    Reason.LICENSING: 3.0,
    Reason.SPECIAL_CAMPAIGN: 1.2,
    Reason.OTHER: 1.0,
}
FLAG_BONUS: dict[Flag, float] = {
    Flag.CHILDREN: 0.5,
    Flag.SPECIAL: 0.3,
    Flag.NEW_INGREDIENT: 0.3,
    Flag.NEVER_CHECKED: 0.4,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything one plan is made from. Weeks are blocks of seven days from ``start``.

    Unless ``joint_teams``, the officers that CQ 9 counts come from the leader's base; others may join for their expertise.
    """

    __pydantic_config__ = _STRICT
    start: Annotated[date, Field(title="开始日期")]
    weeks: Annotated[int, Field(ge=1, le=106, title="周数")]
    bases: Annotated[tuple[Base, ...], Field(title="驻地")]
    parties: Annotated[tuple[Party, ...], Field(title="对象")]
    inspectors: Annotated[tuple[Inspector, ...], Field(title="检查人员")]
    region: Annotated[str, Field(title="地区")] = field(default_factory=default_region)
    wishes: Annotated[tuple[Wish, ...], Field(title="单列任务")] = ()
    random_share: Annotated[tuple[str, ...], Field(title="抽取名单")] = ()
    frequencies: Annotated[tuple[Frequency, ...], Field(title="检查频次")] = ()
    cap: Annotated[Cap, Field(title="年度上限")] = Cap()
    rules: Annotated[Rules, Field(title="法定数值")] = Rules()
    travel: Annotated[Travel, Field(title="路程")] = Travel()
    weights: Annotated[Weights, Field(title="权重")] = Weights()
    closed_days: Annotated[tuple[date, ...], Field(title="休息日")] = ()
    working_weekend_days: Annotated[tuple[date, ...], Field(title="调休上班日")] = ()
    day_hours: Annotated[float, Field(gt=0, le=24, title="每日工时")] = 8.0
    visits_per_day: Annotated[int, Field(ge=1, le=8, title="每组每日最多检查数")] = 3
    joint_teams: Annotated[bool, Field(title="允许跨驻地组成检查组")] = False
    merge_share: Annotated[Share, Field(title="合并任务追加工时比例")] = 0.5
    off_site_value: Annotated[Share, Field(title="非现场价值比例")] = 0.6
    fair_margin: Annotated[float, Field(ge=0, le=10, title="份额宽容")] = 0.2
    region_floor: Annotated[Share, Field(title="区县覆盖底线")] = 0.8
    reason_values: Annotated[Mapping[Reason, Weight], Field(title="事由系数")] = field(
        default_factory=lambda: dict(REASON_VALUES)
    )
    flag_bonus: Annotated[Mapping[Flag, Weight], Field(title="重点加成")] = field(
        default_factory=lambda: dict(FLAG_BONUS)
    )
    cancelled: Annotated[tuple[str, ...], Field(title="已取消的任务")] = ()
    fixed_before: Annotated[date | None, Field(title="此日之前不再改动")] = None
    note: Annotated[Any, Field(title="说明")] = None
