"""What the duties listen to."""

from __future__ import annotations

from zhuangjian.apps.authorities.events import PeopleChanged
from zhuangjian.apps.duties.altered import call_examiners
from zhuangjian.apps.duties.house import after_people_changed
from zhuangjian.apps.duties.turns import settle
from zhuangjian.apps.ledger.action import Performed
from zhuangjian.apps.ledger.marks import FoundAltered
from zhuangjian.kernel.events import Listens

listens: Listens = {
    Performed: settle,
    PeopleChanged: after_people_changed,
    FoundAltered: call_examiners,
}
