"""What a device's clock may say: far from ours, but not so far that no time can be reckoned from it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime

# A phone whose battery was out begins in 1970.
FIRST, LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _within(moment: datetime) -> datetime:
    if not FIRST <= moment <= LAST:
        raise ValueError("时间应在 1970 年到 2200 年之间，请校准设备时钟")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_within)]
