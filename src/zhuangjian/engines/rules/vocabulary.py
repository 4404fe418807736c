"""The field's closed lists, with their Chinese terms. Codes are what is stored; terms are what is shown."""

from __future__ import annotations

from enum import StrEnum


class Term(StrEnum):
    """A code with the Chinese term that officials use for it (``.label``)."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Term:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    def __str__(self) -> str:
        return str(self.value)

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(code, term) pairs, in order of declaration."""
        return [(m.value, m.label) for m in cls]


class PartyKind(Term):
    """Kinds of inspected party (CQ 53, CQ 54). A party can be several at once.

    ``distributor`` is the kind that article 53 itself lists as 经营者; the articles on operators mean all of
    ``OPERATOR_KINDS`` by that word, so it is the name of the umbrella (``OPERATOR``) and the kind has its own.
    """

    REGISTRANT = "registrant", "注册人"
    FILER = "filer", "备案人"
    MANUFACTURER = "manufacturer", "生产企业"
    CONTRACT_MANUFACTURER = "contract_manufacturer", "受托生产企业"
    DOMESTIC_RESPONSIBLE_PERSON = "domestic_responsible_person", "境内责任人"
    DISTRIBUTOR = "distributor", "销售经营者"
    MARKET_ORGANISER = "market_organiser", "集中交易市场开办者"
    FAIR_HOST = "fair_host", "展销会举办者"
    PLATFORM = "platform", "电子商务平台经营者"
    SALON = "salon", "美容美发机构"
    HOTEL = "hotel", "宾馆"
    SUPPLIER = "supplier", "原料及包材供应商"


PRODUCTION_KINDS = frozenset(
    {
        PartyKind.REGISTRANT,
        PartyKind.FILER,
        PartyKind.MANUFACTURER,
        PartyKind.CONTRACT_MANUFACTURER,
    }
)
OPERATOR = "经营者"
OPERATOR_KINDS = frozenset(
    {
        PartyKind.DISTRIBUTOR,
        PartyKind.MARKET_ORGANISER,
        PartyKind.FAIR_HOST,
        PartyKind.PLATFORM,
        PartyKind.SALON,
        PartyKind.HOTEL,
    }
)


class InspectionType(Term):
    """CQ 6."""

    LICENSING = "licensing", "许可检查"
    ROUTINE = "routine", "常规检查"
    FOR_CAUSE = "for_cause", "有因检查"
    OTHER = "other", "其他检查"


class LicensingKind(Term):
    """CQ 23."""

    NEW = "licensing_new", "生产许可现场核查"
    EXTENSION = "licensing_extension", "延续许可后现场核查"
    CHANGE = "licensing_change", "变更现场核查"


class OriginKind(Term):
    """Why there is a task. Which of them the law of a place knows, and what each must state, is in its pack."""

    PROGRAMME = "programme", "年度检查计划"
    APPLICATION = "application", "生产许可申请"
    CAUSE = "cause", "有因检查的启动原因"
    LETTER = "letter", "来函"
    ORDER = "order", "上级部署"
    OFF_SITE = "off_site", "非现场检查结果"
    FINDING = "finding", "其他检查中发现"
    FIRST_FINDER = "first_finder", "首办（发现未经许可的生产经营）"
    REGISTRATION = "registration", "注册备案相关检查"


class LetterKind(Term):
    """What a letter between bodies is for. Which of them the law of a place knows, and what each must say, is in its pack."""

    ASSISTANCE = "assistance", "协助调查函"
    DELEGATED = "delegated", "委托检查联系函"
    JOINT = "joint", "联合检查联系函"
    EXTENDED = "extended", "延伸检查联系函"
    OUTSIDE = "outside", "外省企业问题函告"
    LEAD_NOTICE = "lead_notice", "违法线索通报函"
    LEAD_TRANSFER = "lead_transfer", "违法线索移送函"
    POLICE = "police", "涉嫌犯罪案件移送书"
    DISPUTE = "dispute", "指定管辖请示"
    RISK = "risk", "系统性、区域性风险报告"
    CONTACT = "contact", "工作联系函"
    LABEL_NOTICE = "label_notice", "风险控制通报函"
    PROGRESS = "progress", "工作情况报告"


class BodyKind(Term):
    """What a letter's other side is."""

    PROVINCE = "province", "省级药品监督管理部门"
    LOCAL = "local", "省级以下药品监督管理部门"
    NATIONAL = "national", "国家药品监督管理局"
    POLICE = "police", "公安机关"
    OTHER = "other", "其他部门、机构"


class Mode(Term):
    """CQ 7."""

    ON_SITE = "on_site", "现场检查"
    OFF_SITE_WRITTEN = "off_site_written", "非现场检查（书面材料）"
    OFF_SITE_REMOTE = "off_site_remote", "非现场检查（远程）"


class Must(Term):
    """How much of a checklist must have been inspected before a conclusion may be drawn."""

    WHOLE = "whole", "检查要点全部项目"
    PLANNED = "planned", "方案所列全部项目"
    FOCUS = "focus", "关键项目和其他重点项目"
    NOTHING = "nothing", "不限"


class Edition(Term):
    """The two editions of the GMP checkpoints of 2022, and the checklist for operators."""

    ACTUAL = "actual", "实际生产版"
    COMMISSIONED = "commissioned", "委托生产版"


class ItemClass(Term):
    """Classes of checkpoint."""

    CRITICAL = "critical", "关键项目"
    MAJOR = "major", "其他重点项目"
    GENERAL = "general", "一般项目"
    RECOMMENDED = "recommended", "推荐项目"


class ItemResult(Term):
    """What a checkpoint came to."""

    CONFORMING = "conforming", "符合"
    NONCONFORMING = "nonconforming", "不符合"
    MINOR_FLAW = "minor_flaw", "瑕疵"
    NOT_APPLICABLE = "not_applicable", "不适用"


class Form(Term):
    """Forms an on-site record may take (CQ 14)."""

    INSPECTION_REPORT = "inspection_report", "检查报告及不合格项目表"
    INTERVIEW_TRANSCRIPT = "interview_transcript", "现场检查笔录"
    RECORD_FORM = "record_form", "现场检查记录表"
    OTHER = "other_form", "其他形式"
    OFF_SITE = "off_site_record", "非现场检查记录"


class Conclusion(Term):
    """The three closed lists of CQ 16; they never mix."""

    LICENSING_PASS = "licensing_pass", "现场核查通过"
    LICENSING_RECTIFY = "licensing_rectify", "整改后复查"
    LICENSING_FAIL = "licensing_fail", "现场核查不通过"
    PRODUCTION_CLEAN = "production_clean", "检查未发现生产质量管理体系存在缺陷"
    PRODUCTION_DEFICIENT = "production_deficient", "生产质量管理体系存在缺陷"
    PRODUCTION_SERIOUS = "production_serious", "生产质量管理体系存在严重缺陷"
    OPERATION_CONFORMING = "operation_conforming", "符合要求"
    OPERATION_PENDING = "operation_pending", "待整改后评定"
    OPERATION_NONCONFORMING = "operation_nonconforming", "不符合要求"
    OPERATION_OTHER = "operation_other", "其他"


class AuthorityKind(Term):
    """CQ 4. ``municipal`` is the provincial-level authority of a municipality or a province."""

    NATIONAL = "national", "国家药品监督管理局"
    MUNICIPAL = "municipal", "省级药品监督管理部门"
    INSPECTION_BUREAU = "inspection_bureau", "直属检查局"
    INSPECTION_INSTITUTION = "inspection_institution", "审评（检查）机构"
    DISTRICT = "district", "市县（区）药品监督管理部门"


class CredentialKind(Term):
    """Two different qualifications: CQ 9 counts the first, CQ 17 the second."""

    ENFORCEMENT = "enforcement", "行政执法证"
    INSPECTOR = "inspector", "化妆品检查员证"
