"""Evidence: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.apps.evidence.sheets import EVIDENCE
from zhuangjian.kernel.area import Area

AREA = Area("证据", sheets=(EVIDENCE,), pages=True)
