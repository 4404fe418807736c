"""Who may take part in a rectification, and the words for coming too late."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.conduct.visibility import as_shown
from zhuangjian.apps.ledger.action import Action, Conflict
from zhuangjian.apps.rectification.models import Rectification, RectificationStage
from zhuangjian.apps.rectification.timeline import stage_words
from zhuangjian.apps.registry.conflicts import refuse_interest

LOCAL_ROLES = (Role.DISTRICT_OFFICER, Role.INSPECTOR, Role.PROGRAMME_OFFICER, Role.HEAD)


def of_local_authority(person: Any, authority_id: int) -> bool:
    """A handling officer of the local authority itself (not of a superior one)."""
    return person.authority_id == authority_id and person.has(*LOCAL_ROLES)


def speaks_for(person: Any, party_id: int) -> bool:
    """A contact of that enterprise."""
    return person.has(Role.ENTERPRISE_CONTACT) and party_id in person.scope.parties


class RectificationAction(Action[Rectification]):
    """One step in one rectification, open only in some stages and only to one side."""

    model: ClassVar[type[models.Model]] = Rectification
    cites = "rectification"
    stages: ClassVar[tuple[RectificationStage, ...]] = ()
    by_party: ClassVar[bool] = False

    @classmethod
    def may(cls, person: Any, target: Any) -> bool:
        """Only the side whose step it is."""
        if cls.by_party:
            return speaks_for(person, target.party_id)
        return of_local_authority(person, target.authority_id)

    @classmethod
    def whose(cls, target: Any) -> str:
        """The side, in Chinese."""
        return "被检查企业的联系人" if cls.by_party else "辖区监管部门的经办人员"

    @classmethod
    def allowed(cls, person: Any, target: Any) -> bool:
        """Side and stage."""
        return target is not None and cls.may(person, target) and target.stage in cls.stages

    def check(self) -> None:
        """Refuse a stage that somebody else has already left, and an officer with an interest in the enterprise."""
        if self.target.stage not in self.stages:
            words, _ = stage_words(as_shown(self.person, self.target), self.person)
            raise Conflict(
                f"整改现为“{words}”，不能再办理“{self.title}”，您的提交没有保存。请刷新页面查看最新情况。",
                article=self.article,
            )
        if not self.by_party:
            refuse_interest(self.person, self.target.party, self.at)

    @property
    def today(self) -> Any:
        """The local day on which the step is taken."""
        return timezone.localdate(self.at)

    def move(self, stage: RectificationStage, **fields: Any) -> Rectification:
        """Set the stage and further columns, and store the row."""
        for name, value in (fields | {"stage": stage}).items():
            setattr(self.target, name, value)
        self.target.save()
        return self.target
