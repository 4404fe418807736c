"""What publication listens to."""

from __future__ import annotations

from zhuangjian.apps.disclosure.hooks import after_delivery, after_end
from zhuangjian.apps.inspections.events import InspectionEnded, RecordDelivered
from zhuangjian.kernel.events import Listens

listens: Listens = {RecordDelivered: after_delivery, InspectionEnded: after_end}
