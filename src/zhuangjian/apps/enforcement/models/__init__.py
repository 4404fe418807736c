"""Bundles, leads, and what is reported back of them."""

from zhuangjian.apps.enforcement.models.bundle import Bundle, BundleFile, BundleKind, Direction
from zhuangjian.apps.enforcement.models.lead import Feedback, FeedbackKind, Lead, LeadOutcome, LeadStage
from zhuangjian.apps.enforcement.models.penalty import Fate, Penalty, PenaltyKind
from zhuangjian.apps.enforcement.models.sample import LeadSample

__all__ = [
    "Bundle",
    "BundleFile",
    "BundleKind",
    "Direction",
    "Fate",
    "Feedback",
    "FeedbackKind",
    "Lead",
    "LeadOutcome",
    "LeadSample",
    "LeadStage",
    "Penalty",
    "PenaltyKind",
]
