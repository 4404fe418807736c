"""What a consultation comes to, and what is written to enterprises."""

from zhuangjian.apps.warning.models.alert import (
    Alert,
    AlertKind,
    AlertStage,
    ProductChoice,
    Recipient,
    RecipientStage,
)
from zhuangjian.apps.warning.models.consultation import (
    Consultation,
    ConsultationStage,
    Measure,
    MeasureStage,
)

__all__ = [
    "Alert",
    "AlertKind",
    "AlertStage",
    "Consultation",
    "ConsultationStage",
    "Measure",
    "MeasureStage",
    "ProductChoice",
    "Recipient",
    "RecipientStage",
]
