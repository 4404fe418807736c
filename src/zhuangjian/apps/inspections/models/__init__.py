"""One inspection: its team, plan, course, findings, conclusion, signatures."""

from zhuangjian.apps.inspections.models.course import CredentialShown, Meeting, Signature
from zhuangjian.apps.inspections.models.evaluation import Evaluation
from zhuangjian.apps.inspections.models.findings import (
    Deficiency,
    DeficiencyVersion,
    Finding,
    Statement,
)
from zhuangjian.apps.inspections.models.inspection import Inspection, ReadLog, Stage, TeamMember
from zhuangjian.apps.inspections.models.off_site import (
    MaterialRequest,
    OffSiteAssessment,
    RemoteSession,
    Submission,
)
from zhuangjian.apps.inspections.models.plan import PlanChange, PlanVersion
from zhuangjian.apps.inspections.models.seconding import Seconding
from zhuangjian.apps.inspections.models.series import NumberSeries

__all__ = [
    "CredentialShown",
    "Deficiency",
    "DeficiencyVersion",
    "Evaluation",
    "Finding",
    "Inspection",
    "MaterialRequest",
    "Meeting",
    "NumberSeries",
    "OffSiteAssessment",
    "PlanChange",
    "PlanVersion",
    "ReadLog",
    "RemoteSession",
    "Seconding",
    "Signature",
    "Stage",
    "Statement",
    "Submission",
    "TeamMember",
]
