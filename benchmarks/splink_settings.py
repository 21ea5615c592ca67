"""Splink's side of dedupe_against_splink.py (pip install -e '.[bench]'): its settings, its run, its clusters.

The settings are those that its documentation gives for people: comparisons of its library for names, mail addresses and
distances, term frequency on what repeats, block rules of two fields each, u from random pairs, m from EM over two
blocks, DuckDB. From LARGE rows on they follow its guide to linking large data: no rule that makes more than MOST pairs
for each record (counted by its own count_comparisons_from_blocking_rules, before the clock starts), three fields
instead of two where two make more, EM from at most a million pairs, and DuckDB with a database on disk, a limit to its
memory, a folder to spill into, and as many threads as there are cores.
"""

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LARGE = 250_000
MOST = 4  # pairs for each record that a block rule may make in a large list
MEMORY = "6GB"
OFTEN = ("street", "city", "kana", "department", "title", "site", "company")
"""Fields that are compared by likeness, with term frequency."""
RULES = (
    ("first_name", "surname"),
    ("email",),
    ("phone", "surname"),
    ("phone", "first_name"),
    ("company", "surname"),
    ("company", "first_name"),
    ("street", "surname"),
    ("site", "surname"),
    ("site", "first_name"),
    ("postal", "surname"),
)
TIGHTER = (
    ("first_name", "surname", "postal"),
    ("first_name", "surname", "company"),
    ("company", "surname", "postal"),
    ("company", "first_name", "postal"),
    ("postal", "surname", "phone"),
)
"""What a large list has beside those of the others that make few enough pairs."""

Table = Mapping[str, Sequence[str | None]]


def comparisons(table: Table) -> list[Any]:
    """What is compared, and how."""
    import splink.comparison_library as cl

    return [
        cl.ForenameSurnameComparison("first_name", "surname"),
        cl.EmailComparison("email"),
        cl.LevenshteinAtThresholds("phone", 1),
        cl.ExactMatch("postal").configure(term_frequency_adjustments=True),
        *(
            cl.JaroWinklerAtThresholds(field, [0.92, 0.8]).configure(term_frequency_adjustments=True)
            for field in OFTEN
            if field in table
        ),
    ]


def rules_for(frame: Any, rows: int) -> list[tuple[str, ...]]:
    """The block rules for a list of so many rows."""
    from splink import block_on
    from splink.blocking_analysis import count_comparisons_from_blocking_rules as counted

    if rows < LARGE:
        return list(RULES)
    few: list[tuple[str, ...]] = []
    for rule in (*RULES, *TIGHTER):
        made = counted(frame, blocking_rules=block_on(*rule), link_type="dedupe_only")
        pairs = float(made[0]["marginal_comparison_count"])
        kept = pairs <= MOST * rows
        print(f"  {' + '.join(rule)}: {pairs:.0f} pairs{'' if kept else ', left out'}", flush=True)
        if kept:
            few.append(rule)
    return few


@contextmanager
def database(rows: int) -> Iterator[Any]:
    """Splink's DuckDB: in memory, or for a large list bounded."""
    import duckdb
    from splink import DuckDBAPI

    if rows < LARGE:
        yield DuckDBAPI()
        return
    with tempfile.TemporaryDirectory() as folder:
        connection = duckdb.connect(str(Path(folder) / "splink.duckdb"))
        for setting in (f"memory_limit = '{MEMORY}'", f"temp_directory = '{folder}/spilled'",
                        f"threads = {os.cpu_count()}", "preserve_insertion_order = false"):  # fmt: skip
            connection.execute(f"SET {setting}")
        yield DuckDBAPI(connection)
        connection.close()


def clusters(
    frame: Any,
    rules: Sequence[tuple[str, ...]],
    table: Table,
    rows: int,
    thresholds: Sequence[float],
    told: Callable[[str], None],
) -> Iterator[tuple[float, list[int]]]:
    """The label of every row, at each threshold in turn; `told` hears what has been done."""
    from splink import Linker, SettingsCreator, block_on

    bounded: dict[str, float] = {"max_pairs": 1e6} if rows >= LARGE else {}
    linker = Linker(
        frame,
        SettingsCreator("dedupe_only", comparisons=comparisons(table), retain_matching_columns=False,
                        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in rules]),
    )  # fmt: skip
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("email", "surname"), block_on("first_name", "surname", "company")], recall=0.7
    )
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    training.estimate_parameters_using_expectation_maximisation(block_on("first_name", "surname"), **bounded)
    training.estimate_parameters_using_expectation_maximisation(block_on("email"), **bounded)
    told("learned")
    predicted = linker.inference.predict(threshold_match_probability=min(thresholds))
    told("predicted")
    for threshold in thresholds:
        found = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold)
        frame_of = found.as_pandas_dataframe()
        by_row = dict(zip(frame_of["unique_id"], frame_of["cluster_id"], strict=True))
        yield threshold, [int(by_row[row]) for row in range(rows)]
