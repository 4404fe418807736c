"""Which records are about the same party: credit code, then other numbers, then what names and addresses say."""

from __future__ import annotations

import logging
import math
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from zhuangjian.engines.matching.blocking import Blocks, block
from zhuangjian.engines.matching.explain import PairExplanation
from zhuangjian.engines.matching.link_assembly import Assembly, assemble
from zhuangjian.engines.matching.link_fields import Fields, LinkOptions
from zhuangjian.engines.matching.link_numbers import Numbers, read_numbers
from zhuangjian.engines.matching.link_records import arrange, load
from zhuangjian.engines.matching.link_report import (
    DoubtfulCode,
    Rename,
    Review,
    asked_pairs,
    clusters_table,
    doubtful_codes,
    renames,
    review_pairs,
)
from zhuangjian.engines.matching.pairs import MACROS
from zhuangjian.engines.matching.scoring import ASSUMED_PRIOR, KEEP_FROM, Prior, estimate_prior, score
from zhuangjian.engines.matching.training import MIN_RECORDS, Model, train
from zhuangjian.engines.matching.training_codes import learn_from_codes
from zhuangjian.engines.matching.training_refine import refine
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.tables import open_session

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Linked:
    """What a linkage found.

    ``clusters``: one row a record in the order given (row, id, cluster, size). ``review``: pairs for a clerk, most
    probable first. ``renames``: one party under several names. ``doubtful_codes``: codes
    that fail their checks. ``explained``: the pairs asked for.
    """

    clusters: pa.Table
    review: tuple[Review, ...]
    renames: tuple[Rename, ...]
    doubtful_codes: tuple[DoubtfulCode, ...]
    explained: tuple[PairExplanation, ...]
    model: Model
    prior: Prior
    blocks: Blocks
    scored: int
    linked: int
    joined_by_number: int
    skipped_numbers: int


def link(records: Any, fields: Fields, options: LinkOptions | None = None) -> Linked:
    """Clusters of the records of an Arrow or ibis table; the same records in any order give the same clusters.

    Two records with different valid credit codes never share a cluster. Refused: a column that is not there, or
    no column to compare at all.
    """
    options = options or LinkOptions()
    _check(records, fields)
    logging.getLogger("splink").setLevel(logging.ERROR)
    with open_session(
        "duckdb",
        threads=options.threads,
        memory_limit=options.memory_limit,
        temp_directory=options.temp_directory,
    ) as session:
        con = session.backend.con
        con.execute("SET enable_progress_bar = false")
        return _Linkage(
            con, load(con, records, fields, options.threads or os.cpu_count() or 1), options
        ).run()


def _check(records: Any, fields: Fields) -> None:
    present = list(records.schema.names) if hasattr(records, "num_rows") else list(records.columns)
    lacking = [column for column in fields.columns() if column not in present]
    if lacking:
        raise Refusal(f"没有列：{'、'.join(lacking)}。现有的列：{'、'.join(present)}。", missing=lacking)
    if len(fields.columns()) < 2:
        raise Refusal("除记录编号外，至少还要指定名称、地址、电话、人员、代码或编号中的一列。")


class _Linkage:
    """One run over an open connection; every step leaves a table for the next."""

    def __init__(self, con: Any, records: int, options: LinkOptions) -> None:
        from splink import DuckDBAPI

        self.con, self.records, self.options = con, records, options
        self.api = DuckDBAPI(connection=con)
        self.least = math.log2(options.threshold / (1 - options.threshold))

    def run(self) -> Linked:
        con, options = self.con, self.options
        arrange(con)
        for macro in MACROS:
            con.execute(macro)
        self.party = self.api.table_to_splink_dataframe("party", "party")
        numbers = read_numbers(con, options.block_cap)
        blocks = block(con, options.block_cap)
        model = train(con, self.party, self.records, options.seed)
        prior, assembly = self._pass(model, numbers, "pairs")
        taught = learn_from_codes(con, model, prior.bits)
        refined = taught or refine(con, model, "together")
        if refined is not model:
            con.execute(
                "CREATE TABLE again AS SELECT l AS join_key_l, r AS join_key_r, '' AS match_key FROM scored"
            )
            model = refined
            # What codes taught was fitted to this prior; another would undo it.
            prior, assembly = self._pass(model, numbers, "again", prior if taught else None)
        return self._report(model, prior, assembly, numbers, blocks)

    def _pass(
        self, model: Model, numbers: Numbers, pairs: str, known: Prior | None = None
    ) -> tuple[Prior, Assembly]:
        """Score the pairs of a table, fit the prior, and form clusters."""
        self._score(model, pairs, "scored")
        few = self.records < MIN_RECORDS
        prior = known or (ASSUMED_PRIOR if few else estimate_prior(self.con, "scored", self.records))
        assembly = assemble(
            self.con, numbers, prior.bits, self.least, lambda missing, to: self._score(model, missing, to)
        )
        return prior, assembly

    def _score(self, model: Model, pairs: str, target: str, keep_from: float = KEEP_FROM) -> None:
        score(self.api, self.party, self.con, model, self.records, pairs, target, keep_from)

    def _report(
        self, model: Model, prior: Prior, assembly: Assembly, numbers: Numbers, blocks: Blocks
    ) -> Linked:
        con, options = self.con, self.options
        low = math.log2(options.review / (1 - options.review))
        return Linked(
            clusters=clusters_table(con),
            review=review_pairs(con, model, prior.bits, low, self.least, numbers),
            renames=renames(con, numbers),
            doubtful_codes=doubtful_codes(con),
            explained=tuple(asked_pairs(con, model, prior.bits, options.explain, self._score_asked(model))),
            model=replace(model, notes=tuple(model.notes)),
            prior=prior,
            blocks=blocks,
            scored=con.execute("SELECT count(*) FROM scored").fetchone()[0],
            linked=assembly.linked,
            joined_by_number=assembly.joined,
            skipped_numbers=numbers.skipped,
        )

    def _score_asked(self, model: Model) -> Any:
        return lambda pairs, to: self._score(model, pairs, to, keep_from=-1000.0)
