"""Record linkage of one list: from columns of match keys to clusters, possible links and what is to be expected."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from leadlist.matching import classes
from leadlist.matching.blocking import BlockReport, Candidates, Judge, block
from leadlist.matching.clusters import Clustering, cluster
from leadlist.matching.columns import Codes, MatchColumn, Records, collapse, encode
from leadlist.matching.comparisons import LEVELS
from leadlist.matching.evidence import chance_levels, compare
from leadlist.matching.forbidding import Ground, forbidden, grounds
from leadlist.matching.redundancy import without_contained
from leadlist.matching.shipped import shipped_model
from leadlist.matching.views import views
from leadlist.matching.weights import MATCHES, Floats, Model, bits, learn, parts, patterns

FEW_ROWS = 200  # below this a list is too short to learn from, and the shipped weights serve
MOST_CAUTION = 0.5  # bits that merge_at rises for precision's sake; beyond, more true pairs than false ones are lost
MEAN_RELIEF = (-5.0, -3.0)  # bounds, in bits, of what the mean weight of large clusters may lack
BARRED_BITS = -2.0  # the most that a pair weighs whose names say that it is no match
REVIEW_BITS = -3.0  # a possible link is at least as probable as one in nine


@dataclass(frozen=True)
class Settings:
    """What a caller may fix; None lets the list decide."""

    merge_precision: float = 0.995
    merge_at: float | None = None
    review_at: float | None = None
    model: Model | None = None


@dataclass(frozen=True)
class MatchWeight:
    """A pair's match weight in bits (log2 of the odds that it is a match): what it starts from, and what each column
    gave. `levels` are the comparison levels."""

    prior: float
    parts: dict[str, float]
    levels: dict[str, int]
    total: float
    forbidden: tuple[Ground, ...] = ()  # what keeps the pair out of the merge band, however much it weighs


@dataclass(frozen=True)
class Linkage:
    """What was found. `cluster[row]` is the smallest row of the row's cluster; `links` and `possible` are pairs of
    rows with weights, strongest first."""

    cluster: Codes
    links: list[tuple[int, int, float]]
    possible: list[tuple[int, int, float]]
    merge_at: float
    review_at: float
    expected_errors: float
    expected_precision: float
    blocks: tuple[BlockReport, ...]
    block_recall: float
    model: Model
    records: Records

    def weigh_all(self, pairs: Sequence[tuple[int, int]]) -> list[MatchWeight]:
        """The waterfalls of pairs of rows."""
        left = self.records.record_of[np.array([row for row, _other in pairs], dtype=np.int64)]
        right = self.records.record_of[np.array([other for _row, other in pairs], dtype=np.int64)]
        levels = compare(self.records.columns, left, right)
        totals = weigh_levels(self.model, self.records, levels)
        why = forbidding(self.records, levels)
        names = [column.name for column in self.records.columns]
        found: list[MatchWeight] = []
        for total, row, against in zip(totals.tolist(), levels, why, strict=True):
            prior, given = parts(self.model, row)
            shares = dict(zip(names, given.tolist(), strict=True))
            found.append(MatchWeight(prior, shares, dict(zip(names, row.tolist(), strict=True)), total, against))
        return found

    def weigh(self, row: int, other: int) -> MatchWeight:
        """The waterfall of one pair of rows."""
        return self.weigh_all([(row, other)])[0]


def weigh(model: Model, records: Records, left: Codes, right: Codes) -> Floats:
    """Match weights in bits of pairs of records."""
    return weigh_levels(model, records, compare(records.columns, left, right))


def weigh_levels(model: Model, records: Records, levels: NDArray[np.uint8]) -> Floats:
    """Match weights of patterns; evidence that forbids keeps a pair out of the merge band."""
    weight = bits(model, levels)
    barred = classes.barred(records.columns, levels) | forbidden(records.columns, levels)
    weight[barred] = np.minimum(weight[barred], BARRED_BITS)
    return weight


def forbidding(records: Records, levels: NDArray[np.uint8]) -> list[tuple[Ground, ...]]:
    """For each pattern the grounds that keep it out of the merge band: the very ones that `weigh_levels` heeds."""
    masks = {Ground.OTHER_NAME: classes.barred(records.columns, levels), **grounds(records.columns, levels)}
    return [tuple(ground for ground, mask in masks.items() if mask[at]) for at in range(len(levels))]


def fit(records: Records, levels: NDArray[np.uint8], chance: Floats) -> tuple[Model, Codes, NDArray[np.uint8]]:
    """The model learned from candidate pairs, each pair's pattern, and the patterns."""
    found = patterns(levels)
    start = classes.first_guess(records.columns, found.levels, len(records))
    barred = classes.barred(records.columns, found.levels)
    for k in MATCHES:
        start[barred, k] = 0.0
    pairs = len(records) * (len(records) - 1) / 2
    naming = classes.naming_columns(records.columns)
    model = learn(found, start, classes.sources(records.columns), barred, chance, pairs, naming)
    return model, found.of_pair, found.levels


def budget(records: int) -> float:
    """Candidate pairs for each record that a list of this size can afford."""
    return 60.0 if records <= 100_000 else 20.0


def candidates(records: Records, settings: Settings, chance: Floats) -> Candidates:
    """The pairs of records worth comparing."""

    def judge_by(model: Model) -> Judge:
        def judge(left: Codes, right: Codes) -> Floats:
            odds = np.exp2(np.minimum(weigh(model, records, left, right), 60.0))
            probable: Floats = odds / (1 + odds)
            return probable

        return judge

    def learn_from(left: Codes, right: Codes) -> Judge:
        model = settings.model or fit(records, compare(records.columns, left, right), chance)[0]
        return judge_by(model)

    return block(views(records.columns), len(records), budget(len(records)), learn_from)


def link(columns: Sequence[MatchColumn], settings: Settings = Settings()) -> Linkage:
    """Link the rows of a list. The result does not depend on the order of rows."""
    rows = len(columns[0].keys) if columns else 0
    encoded = without_contained([c for c in map(encode, columns) if len(c.keys) > 0])
    records = collapse(encoded, rows)
    if settings.model is None and rows < FEW_ROWS:
        settings = replace(settings, model=shipped_model(records.columns, len(records)))
    chance = np.array([chance_levels(column) for column in records.columns]).reshape(-1, LEVELS)
    found = candidates(records, settings, chance)
    levels = compare(records.columns, found.left, found.right)
    if settings.model is not None:
        model, weight = settings.model, weigh_levels(settings.model, records, levels)
    else:
        model, of_pair, distinct = fit(records, levels, chance)
        weight = weigh_levels(model, records, distinct)[of_pair]
    return _bands(records, found, weight, model, settings)


def _bands(records: Records, found: Candidates, weight: Floats, model: Model, settings: Settings) -> Linkage:
    def score(left: Codes, right: Codes) -> Floats:
        return weigh(model, records, left, right)

    every = np.arange(len(records))
    own = score(every, every)
    relief = float(np.clip(np.log2(model.share[list(MATCHES)].sum()), *MEAN_RELIEF))
    near = weight >= relief
    at = 0.0 if settings.merge_at is None else settings.merge_at
    while True:
        result = cluster(found.left[near], found.right[near], weight[near], len(records), score, at, relief)
        if settings.merge_at is not None or result.precision >= settings.merge_precision or at >= MOST_CAUTION:
            break
        at += 0.5
    review_at = min(REVIEW_BITS if settings.review_at is None else settings.review_at, at)
    labels = _rows(records, result, own, at)
    return Linkage(
        labels,
        *_pairs(records, found, weight, labels, own, at, review_at),
        at,
        review_at,
        result.errors,
        result.precision,
        found.report,
        found.recall,
        model,
        records,
    )


def _rows(records: Records, result: Clustering, own: Floats, at: float) -> Codes:
    """The cluster of every row. Equal records that say too little to be one lead stay apart."""
    rows = len(records.record_of)
    alone = (own < at) & (records.sizes > 1)
    label = result.label[records.record_of]
    smallest = np.full(len(records), rows, dtype=np.int64)
    joined = ~alone[records.record_of]
    np.minimum.at(smallest, label[joined], np.flatnonzero(joined))
    return np.where(joined, smallest[label], np.arange(rows))


def _pairs(
    records: Records, found: Candidates, weight: Floats, labels: Codes, own: Floats, at: float, review_at: float
) -> tuple[list[tuple[int, int, float]], list[tuple[int, int, float]]]:
    """Links and possible links between rows; a record that stands for several rows is shown by its first."""
    rows = len(records.record_of)
    order = np.argsort(records.record_of, kind="stable")
    first = np.zeros(len(records), dtype=np.int64)
    first[records.record_of[order[::-1]]] = order[::-1]
    a, b = first[found.left], first[found.right]
    together = labels[a] == labels[b]
    links = [(int(i), int(j), float(w)) for i, j, w in zip(a[together], b[together], weight[together], strict=True)]
    doubtful = ~together & (weight >= review_at)
    possible = [(int(i), int(j), float(w)) for i, j, w in zip(a[doubtful], b[doubtful], weight[doubtful], strict=True)]
    for row in range(rows):
        record = int(records.record_of[row])
        if first[record] != row:
            pair = (int(first[record]), row, float(own[record]))
            if labels[row] == labels[first[record]]:
                links.append(pair)
            elif own[record] >= review_at:
                possible.append(pair)
    ordered = [
        sorted(((min(i, j), max(i, j), w) for i, j, w in some), key=lambda p: (-p[2], p[0], p[1]))
        for some in (links, possible)
    ]
    return ordered[0], ordered[1]
