"""What rectifications listen to."""

from __future__ import annotations

from zhuangjian.apps.inspections.events import InspectionEnded, RecordDelivered
from zhuangjian.apps.rectification.hooks import after_delivery, after_end
from zhuangjian.kernel.events import Listens

listens: Listens = {RecordDelivered: after_delivery, InspectionEnded: after_end}
