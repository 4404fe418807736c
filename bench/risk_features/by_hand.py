"""The same features as SQL that somebody would write by hand for DuckDB alone, as fast as we know how."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from zhuangjian.engines.risk.features_spec import ANY, FeatureSpec


def sql(folder: Path, day: date, spec: FeatureSpec) -> str:
    """One SELECT over the folder's files, sorted by party, with the columns of ``spec`` in their order."""
    windows, half = spec.windows, spec.half_life
    within = ", ".join(
        f"count(*) FILTER (age <= {w}) AS c{w}, sum(severity) FILTER (age <= {w}) AS s{w}" for w in windows
    )
    across = ", ".join(_across(kind, spec) for kind in (ANY, *spec.kinds))
    products = ", ".join(f"count(*) FILTER (age <= {w}) AS products_{w}" for w in windows)
    filled = ", ".join(f"coalesce(products_{w}, 0) AS products_{w}" for w in windows)
    return f"""
        WITH seen AS (
            SELECT party, kind, product, coalesce(severity, 1)::INT AS severity, DATE '{day}' - occurred_on AS age
            FROM read_parquet('{folder}/*.parquet')
            WHERE attributable AND party IS NOT NULL AND occurred_on < DATE '{day}'
                AND coalesce(known_on, occurred_on) < DATE '{day}'
        ), by_kind AS (
            SELECT party, kind, min(age) AS since, {within},
                sum(severity * ((({2 * half} - age % {half})::BIGINT << 20) >> least(age // {half}, 40))) AS faded
            FROM seen GROUP BY party, kind
        ), wide AS (
            SELECT party, {across} FROM by_kind GROUP BY party
        ), latest AS (
            SELECT party, product, min(age) AS age FROM seen WHERE product IS NOT NULL GROUP BY party, product
        ), wares AS (
            SELECT party, {products} FROM latest GROUP BY party
        )
        SELECT party, DATE '{day}' AS as_of, wide.* EXCLUDE (party), {filled}
        FROM wide LEFT JOIN wares USING (party) ORDER BY party"""


def _across(kind: str, spec: FeatureSpec) -> str:
    only = "" if kind == ANY else f" FILTER (kind = '{kind}')"
    sums = [
        f"coalesce(sum({short}{w}){only}, 0)::BIGINT AS {name}_{kind}_{w}"
        for name, short in (("count", "c"), ("severity", "s"))
        for w in spec.windows
    ]
    faded = f"coalesce(sum(faded){only}, 0)::DOUBLE / {(2 * spec.half_life) << 20} AS faded_{kind}"
    return ", ".join([*sums, faded, f"min(since){only} AS days_since_{kind}"])
