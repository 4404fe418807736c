"""Which features are computed, and what their columns are called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhuangjian.engines.rules.answer import Refusal

KINDS = {
    "filing": "注册备案",
    "licence": "生产许可",
    "inspection": "监督检查",
    "sampling": "抽样检验",
    "complaint": "投诉举报",
    "adverse_reaction": "不良反应",
    "penalty": "行政处罚",
    "opinion": "舆情",
}
ANY = "any"


@dataclass(frozen=True, slots=True)
class FeatureSpec:
    """Kinds of signal, windows in days, and the half-life in days of the fading sums.

    A window of n days holds what occurred 1 to n days before the as-of day. Columns, for every kind and for ``any``
    (all signals together): ``count_KIND_N``, ``severity_KIND_N`` (sum), ``faded_KIND`` (severities, each fading by
    half every half-life), ``days_since_KIND`` (null when there was none), and ``products_N`` (distinct products).
    """

    kinds: tuple[str, ...] = tuple(KINDS)
    windows: tuple[int, ...] = (30, 90, 180, 365, 1095)
    half_life: int = 180
    products: bool = True

    def __post_init__(self) -> None:
        if unknown := sorted(set(self.kinds) - set(KINDS)):
            raise Refusal(f"不认识的信号类别：{'、'.join(unknown)}。可用：{'、'.join(KINDS)}。")
        if not self.kinds or len(set(self.kinds)) != len(self.kinds):
            raise Refusal("信号类别至少一个，且不能重复。")
        if not self.windows or list(self.windows) != sorted(set(self.windows)) or self.windows[0] < 1:
            raise Refusal(f"时间窗口须是从小到大、不重复的正天数，给出的是 {list(self.windows)}。")
        if self.windows[-1] > 36_600:
            raise Refusal(f"时间窗口最长 36600 天，给出的是 {self.windows[-1]}。")
        if not 1 <= self.half_life <= 36_600:
            raise Refusal(f"衰减的半衰期须在 1 至 36600 天之间，给出的是 {self.half_life}。")

    @property
    def columns(self) -> tuple[str, ...]:
        """The feature columns in their order, after ``party`` and ``as_of``."""
        return tuple(self._columns())

    def _columns(self) -> Iterator[str]:
        for kind in (ANY, *self.kinds):
            for measure in ("count", "severity"):
                yield from (f"{measure}_{kind}_{window}" for window in self.windows)
            yield f"faded_{kind}"
            yield f"days_since_{kind}"
        if self.products:
            yield from (f"products_{window}" for window in self.windows)
