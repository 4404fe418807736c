"""A linkage's answer as plain values, for programs."""

from __future__ import annotations

import math
from typing import Any

from zhuangjian.engines.matching.explain import PairExplanation
from zhuangjian.engines.matching.link import Linked


def summary(linked: Linked) -> dict[str, Any]:
    """Counts of records, clusters and pairs; blocking, weights, training, renames, suggestions, explanations."""
    sizes: dict[int, int] = dict(
        zip(linked.clusters["cluster"].to_pylist(), linked.clusters["size"].to_pylist(), strict=True)
    )
    records = linked.clusters.num_rows
    return {
        "records": records,
        "clusters": len(sizes),
        "clusters_of_several": sum(size > 1 for size in sizes.values()),
        "largest_cluster": max(sizes.values(), default=0),
        "pairs": {
            "possible": records * (records - 1) // 2,
            "blocked": linked.blocks.pairs,
            "scored": linked.scored,
            "linked": linked.linked,
            "joined_by_number": linked.joined_by_number,
            "review": len(linked.review),
        },
        "blocking": {
            "pairs_by_rule": linked.blocks.by_rule,
            "blocks_divided": linked.blocks.refined,
            "blocks_skipped": linked.blocks.skipped,
            "records_in_skipped_blocks": linked.blocks.skipped_records,
            "numbers_skipped": linked.skipped_numbers,
        },
        "training": {"trained": linked.model.trained, "notes": list(linked.model.notes)},
        "prior": {"share": linked.prior.share, "bits": linked.prior.bits},
        "weights": _weights(linked),
        "renames": [
            {
                "cluster": one.cluster,
                "names": [{"name": name, "ids": list(ids)} for name, ids in one.names],
                "evidence": list(one.evidence),
            }
            for one in linked.renames
        ],
        "suggestions": [
            {"ids": list(one.ids), "names": list(one.names), "suggestion": one.suggestion}
            for one in linked.review
            if one.suggestion
        ],
        "doubtful_codes": [
            {"id": one.id, "code": one.code, "suggestion": one.suggestion} for one in linked.doubtful_codes
        ],
        "explained": [_explained(one) for one in linked.explained],
    }


def _weights(linked: Linked) -> list[dict[str, Any]]:
    return [
        {
            "field": comparison.words,
            "level": level.words,
            "m": round(m, 6),
            "u": round(u, 8),
            "bits": round(math.log2(m / u), 3),
        }
        for comparison in linked.model.comparisons
        for level, (m, u) in zip(comparison.levels, linked.model.weights[comparison.name], strict=True)
    ]


def _explained(one: PairExplanation) -> dict[str, Any]:
    return {
        "rows": [one.left, one.right],
        "bits": one.bits,
        "probability": one.probability,
        "grounds": list(one.grounds),
        "fields": [{"field": say.field, "finding": say.finding, "bits": say.bits} for say in one.says],
        "sentence": one.sentence(),
    }
