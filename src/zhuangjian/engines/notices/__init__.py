"""Published notices of inspections made elsewhere, read from their text into rows; what contradicts itself is said."""

from zhuangjian.engines.notices.contradicting import contradictions
from zhuangjian.engines.notices.reading import Entry, Notice, parse_notice

__all__ = ["Entry", "Notice", "contradictions", "parse_notice"]
