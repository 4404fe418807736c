"""Candidacies and what each member of the committee said of one."""

from zhuangjian.apps.benchmark.models.candidacy import (
    OPEN,
    Candidacy,
    CandidacyStage,
    Mark,
    Origin,
)

__all__ = ["OPEN", "Candidacy", "CandidacyStage", "Mark", "Origin"]
