"""Duties over the API: the same rows as the pages."""

# Annotations stay real objects here: ninja resolves a paginated function's names in another module.
from datetime import date, datetime
from typing import Any, Literal, cast
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.pagination import PageNumberPagination, paginate

from zhuangjian.apps.conduct.named import Named
from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.conduct.public_ids import public_name, public_names
from zhuangjian.apps.duties.lines import Line, line_of
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.duties.queries import done_by, open_for, others_for, overdue_in_unit
from zhuangjian.apps.duties.reading import taken
from zhuangjian.apps.duties.sheets import DONE, OPEN
from zhuangjian.kernel.requests import PersonRequest

PREFIX = "duties"
router = Router(tags=["待办"])


class DutyOut(Named):
    """One duty. ``due`` is null where the law sets no limit; ``working_days`` is negative when overdue."""

    kind: str
    title: str
    article: str
    holder: str
    party: str | None
    target: str
    url: str
    event: str
    event_on: date
    due: date | None
    unit: str
    days: int | None
    provisional: bool
    basis: str
    pack: str
    words: str
    working_days: int | None
    opened_at: datetime
    done_at: datetime | None
    outcome: str

    @staticmethod
    def resolve_party(duty: Duty) -> str | None:
        """The enterprise's name."""
        return duty.party.name if duty.party else None

    @staticmethod
    def resolve_target(duty: Duty) -> str:
        """``app.model/id``, the id being the one that the target's own addresses have."""
        known = getattr(duty, "target_name", None)
        return f"{duty.target_model}/{known or public_name(duty.target_model, duty.target_id)}"

    @staticmethod
    def resolve_provisional(duty: Duty) -> bool:
        """Whether an unpublished year's arrangement may still move the date."""
        return _line(duty).provisional

    @staticmethod
    def resolve_words(duty: Duty) -> str:
        """The date as the page says it; empty once done."""
        return _line(duty).words if duty.open else ""

    @staticmethod
    def resolve_working_days(duty: Duty) -> int | None:
        """Working days left; null when done or without a limit."""
        return _line(duty).working_days if duty.open else None


class Targeted(PageNumberPagination):
    """Pages of duties whose targets' names are read together, a query for each kind of target."""

    def paginate_queryset(self, queryset: Any, pagination: Any, request: HttpRequest, **params: Any) -> Any:
        """The page."""
        page = super().paginate_queryset(queryset, pagination, request, **params)
        page[self.items_attribute] = rows = list(page[self.items_attribute])
        for label in {duty.target_model for duty in rows}:
            of_kind = [duty for duty in rows if duty.target_model == label]
            names = public_names(label, [duty.target_id for duty in of_kind])
            for duty in of_kind:
                duty.target_name = names.get(duty.target_id)
        taken(cast("PersonRequest", request).person, rows, "接口")
        return page


Which = Literal["mine", "others", "overdue", "done"]


@router.get("", response=list[DutyOut], summary="待办列表")
@paginate(Targeted, page_size=50)
def duties(request: PersonRequest, which: Which = "mine", q: str = "", sort: str = "") -> Any:
    """Mine, those I wait for, overdue ones I can see, or done ones; soonest first unless ``sort`` says otherwise."""
    person = request.person
    lists: dict[str, Any] = {
        "mine": open_for,
        "others": others_for,
        "overdue": lambda who: overdue_in_unit(who, timezone.localdate()),
        "done": done_by,
    }
    listing = DONE if which == "done" else OPEN
    rows, _ = listing.narrowed(lists[which](person), {"q": q}, person)
    return listing.sorted(rows, sort, request.person)[0]


@router.get("/{uuid:duty}", response=DutyOut, summary="一件待办")
def one(request: PersonRequest, duty: UUID) -> Any:
    """One duty the person may see."""
    return visible_or_404(Duty, request.person, duty, "party", "authority", "person", "holder_party")


def _line(duty: Duty) -> Line:
    return line_of(duty, timezone.localdate())
