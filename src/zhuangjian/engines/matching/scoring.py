"""Every candidate pair's weight, in bits for each field, and the share of matches that fits them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

from zhuangjian.engines.matching.pairs import settings
from zhuangjian.engines.matching.training import Model

# Pairs far below any threshold are not kept: a million records have tens of millions of them.
KEEP_FROM: Final = -10.0


@dataclass(frozen=True, slots=True)
class Prior:
    """Share of matches among all pairs, and its weight in bits."""

    share: float
    bits: float


# A few records tell nothing about how many of them are copies.
ASSUMED_PRIOR: Final = Prior(0.01, -6.629)


def score(
    api: Any,
    party: Any,
    con: Any,
    model: Model,
    records: int,
    pairs: str,
    target: str,
    keep_from: float = KEEP_FROM,
) -> None:
    """Fill ``target`` (l, r, field bits …, bits) with the pairs of table ``pairs`` that are not hopeless.

    ``bits`` is the sum of the fields without the prior; a field's bits hold the adjustment for common values.
    """
    if not model.comparisons:
        con.execute(f"CREATE OR REPLACE TABLE {target} (l INTEGER, r INTEGER, bits DOUBLE)")
        return
    from splink import Linker

    start = 1 / max(records, 2)
    linker = Linker(
        party,
        settings(list(model.comparisons), model.weights, start),
        log_level=None,
        validate_settings=False,
    )
    _register_commonness(api, con, linker, model)
    linker.table_management.register_blocked_pairs_for_predict(
        api.table_to_splink_dataframe(f"__splink__{pairs}", pairs)
    )
    found = linker.inference.predict(threshold_match_weight=keep_from, warning_mode="never")
    columns = [column.unquote().name for column in found.columns]
    parts = {
        c.name: _terms(c.name, columns, [level.frequency for level in c.levels]) for c in model.comparisons
    }
    fields = ", ".join(f"CAST(round({terms}, 3) AS FLOAT) AS {name}_bits" for name, terms in parts.items())
    total = " + ".join(f"round({terms}, 3)" for terms in parts.values())
    con.execute(
        f"""CREATE OR REPLACE TABLE {target} AS
        SELECT rid_l AS l, rid_r AS r, {fields}, round({total}, 3) AS bits
        FROM {found.physical_name}"""
    )
    found.drop_table_from_database_and_remove_from_cache()


# A party's own copies must not make its telephone number look common: what counts is how many places share it.
APART_BY: Final = {
    "name_full": "address_key",
    "name_core": "address_key",
    "phone_end": "address_key",
    "person": "address_key",
    "address_key": "phone_end",
}


def _register_commonness(api: Any, con: Any, linker: Any, model: Model) -> None:
    """Share of each value among the distinct values of another field that come with it."""
    wanted = sorted({level.frequency for c in model.comparisons for level in c.levels if level.frequency})
    for column in wanted:
        con.execute(
            f"""CREATE OR REPLACE TABLE common_{column} AS
            SELECT {column}, held / (SELECT count(*) FROM party WHERE {column} IS NOT NULL) AS tf_{column}
            FROM (SELECT {column}, greatest(1, count(DISTINCT {APART_BY[column]})) AS held
                  FROM party WHERE {column} IS NOT NULL GROUP BY {column})"""
        )
        linker.table_management.register_term_frequency_lookup(
            api.table_to_splink_dataframe(f"common_{column}", f"common_{column}"), column
        )


def _terms(name: str, columns: list[str], frequencies: list[str]) -> str:
    adjusted = [f"coalesce({column}, 0)" for column in columns if column == f"mw_tf_adj_{name}"]
    return " + ".join([f"coalesce(mw_{name}, 0)", *adjusted])


def estimate_prior(con: Any, scored: str, records: int) -> Prior:
    """The share of matches at which the pairs' probabilities add up to the matches themselves."""
    rows = con.execute(
        f"SELECT round(bits, 1) AS bits, count(*) FROM {scored} GROUP BY 1 ORDER BY 1"
    ).fetchall()
    total = max(records * (records - 1) / 2, 1)
    share = 1 / max(records, 2)
    for _ in range(200):
        odds = share / (1 - share)
        matches = sum(count / (1 + 2.0**-bits / odds) for bits, count in rows)
        new = min(max(matches / total, 0.1 / total), 0.5)
        if abs(new - share) <= 1e-9 * share:
            break
        share = new
    return Prior(share, round(math.log2(share / (1 - share)), 3))
