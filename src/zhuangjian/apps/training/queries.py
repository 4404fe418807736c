"""Who may see what of training: learners their own, units their people's, holders what they hold; keys only their bank."""

from __future__ import annotations

from django.db.models import Q

from zhuangjian.apps.conduct.visibility import NOTHING, Scope, references, sees_target, visibility
from zhuangjian.apps.training.models import Audience, Certificate, CourseStage, ExamStage

OFFICE = ("programme_officer", "head")


def _audience(scope: Scope) -> Q:
    if scope.official:
        return Q(audience=Audience.OFFICIALS) | Q(audience=Audience.ENTERPRISES)
    return Q(audience=Audience.ENTERPRISES) if scope.parties else NOTHING


def _own_office(scope: Scope, column: str) -> Q:
    if not scope.official or not scope.has(*OFFICE):
        return NOTHING
    return Q(**{column: scope.authority_id})


def _people_of(scope: Scope, column: str = "person") -> Q:
    """Oneself, and for those who run a unit the people of their units."""
    found = Q(**{f"{column}_id": scope.person_id})
    if scope.official and scope.has(*OFFICE):
        found |= Q(**{f"{column}__authority_id__in": scope.authorities})
    return found


@visibility("training.course")
def _courses(scope: Scope) -> Q:
    return (_audience(scope) & Q(stage__in=(CourseStage.PUBLISHED, CourseStage.CLOSED))) | _own_office(
        scope, "authority_id"
    )


@visibility("training.exam")
def _exams(scope: Scope) -> Q:
    return (_audience(scope) & Q(stage__in=(ExamStage.OPEN, ExamStage.CLOSED))) | _own_office(
        scope, "authority_id"
    )


@visibility("training.material")
@visibility("training.session")
def _of_course(scope: Scope) -> Q:
    return sees_target("training.course", scope, "course_id")


@visibility("training.enrolment")
def _enrolments(scope: Scope) -> Q:
    whose = _people_of(scope) | _own_office(scope, "session__course__authority_id")
    return whose & sees_target("training.session", scope, "session_id")


@visibility("training.hourentry")
def _hours(scope: Scope) -> Q:
    return _people_of(scope)


@visibility("training.item")
def _items(scope: Scope) -> Q:
    return _own_office(scope, "authority_id")


@visibility("training.itemversion")
def _versions(scope: Scope) -> Q:
    return _own_office(scope, "item__authority_id")


@visibility("training.sitting")
def _sittings(scope: Scope) -> Q:
    whose = _people_of(scope) | _own_office(scope, "exam__authority_id")
    return whose & sees_target("training.exam", scope, "exam_id")


@visibility("training.question")
def _questions(scope: Scope) -> Q:
    return Q(sitting__person_id=scope.person_id) & sees_target("training.sitting", scope, "sitting_id")


@visibility("training.certificate")
def _certificates(scope: Scope) -> Q:
    whose = _people_of(scope) | _own_office(scope, "sitting__exam__authority_id")
    return whose & sees_target("training.sitting", scope, "sitting_id")


@visibility("training.keypost")
def _posts(scope: Scope) -> Q:
    return sees_target("registry.party", scope, "party_id")


references("training.hourentry", "session", "corrects")
references("training.question", "asked")


def certificate_with(code: str) -> Certificate | None:
    """The certificate that goes by a code; whoever has the code may look (no sign-in)."""
    rows = Certificate.objects.unrestricted().select_related("person", "sitting__exam__authority")
    return rows.filter(code=code.strip().upper()).first()
