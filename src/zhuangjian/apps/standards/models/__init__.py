"""What is written about checkpoints and rules, what is asked, suggested and judged about them."""

from zhuangjian.apps.standards.models.agreement import Marking, MockCase, MockStage, Proposal, ProposalStage
from zhuangjian.apps.standards.models.guides import Guide, GuideKind, GuideStage, Question, QuestionStage
from zhuangjian.apps.standards.models.opinions import (
    Arrangement,
    ArrangementStage,
    Comment,
    CommentOutcome,
    DocumentKind,
    Opinion,
    OpinionStage,
    Theme,
)
from zhuangjian.apps.standards.models.suggestions import NONE, Suggestion, Wording

__all__ = [
    "NONE",
    "Arrangement",
    "ArrangementStage",
    "Comment",
    "CommentOutcome",
    "DocumentKind",
    "Guide",
    "GuideKind",
    "GuideStage",
    "Marking",
    "MockCase",
    "MockStage",
    "Opinion",
    "OpinionStage",
    "Proposal",
    "ProposalStage",
    "Question",
    "QuestionStage",
    "Suggestion",
    "Theme",
    "Wording",
]
