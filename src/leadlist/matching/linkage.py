"""Record linkage of one list: from columns of match keys to clusters, possible links and what is to be expected."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from leadlist.matching import classes
from leadlist.matching.away import Lent, Submit
from leadlist.matching.blocking import BlockReport, Candidates, Judge, block
from leadlist.matching.caution import caution_of
from leadlist.matching.chance import Expected, chance
from leadlist.matching.clusters import Levels, groups, join
from leadlist.matching.columns import ENOUGH, Codes, MatchColumn, Records, collapse
from leadlist.matching.comparisons import FAINT, MISSING
from leadlist.matching.doubt import Estimate, beyond, doubts
from leadlist.matching.elsewhere import where
from leadlist.matching.evidence import compare
from leadlist.matching.forbidding import Ground, asked, forbidden, grounds
from leadlist.matching.learning import learn
from leadlist.matching.nameless import nobody_named
from leadlist.matching.names import as_heard
from leadlist.matching.rarity import rarity, rarity_by_column
from leadlist.matching.redundancy import without_contained
from leadlist.matching.renamed import as_renamed, renamed_weights, share_of_renamed
from leadlist.matching.rows import clusters_of_rows, histogram, pairs_of_rows
from leadlist.matching.saved import Weights, read
from leadlist.matching.second_look import Weighed, second_look
from leadlist.matching.shipped import shipped_model
from leadlist.matching.threads import at_once
from leadlist.matching.two_firms import at_two_firms
from leadlist.matching.views import View, views
from leadlist.matching.weights import MATCHES, Floats, Model, Patterns, log_likelihood, odds, parts, patterns, probable

MERGE_AT = (-1.0, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5)
"""Thresholds in bits, between which the lowest is taken at which enough joins are right. Beyond the last more true
pairs than false ones are lost; a list where that is not enough is told so by its estimate."""
MERGE_LEADS_AT = tuple(at for at in MERGE_AT if at >= 0)  # colleagues are merged only where that is likelier than not
MEAN_RELIEF = (-5.0, -3.0)  # bounds, in bits, of what the mean weight of large clusters may lack
AT_ONCE = 100_000  # pairs that are weighed at once, for memory's sake
BARRED_BITS = -2.0  # the most that a pair weighs whose names say that it is no match
PART_OF_A_NAME = 6.0  # bits that it costs where names are alike in part only: then all else has to say much more
ONE_SOUND = 1.0  # bits that it costs where they sound the same: 友香 was written as it was heard
REVIEW_BITS = -3.0  # a possible link is at least as probable as one in nine
STAGES = ("encode", "block", "compare", "learn", "cluster")
"""What a linkage does, one after the other."""


@dataclass(frozen=True)
class Settings:
    """What a caller may fix; None lets the list decide."""

    merge_precision: float = 0.995
    merge_at: float | None = None
    review_at: float | None = None
    model: Model | None = None
    weights: Weights | None = None  # of another list, or of an earlier state of this one
    told: Callable[[str], None] | None = None  # is told each stage that begins, one of STAGES
    helper: Submit | None = None  # of another process, to do half of the work


@dataclass(frozen=True)
class MatchWeight:
    """A pair's match weight in bits (log2 of the odds that it is a match): what it starts from, and what each column
    gave. `levels` are the comparison levels; `free` is what the pair would weigh if nothing forbade it."""

    prior: float
    parts: dict[str, float]
    levels: dict[str, int]
    total: float
    free: float
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
    histogram: dict[int, int] = field(default_factory=dict)  # candidate pairs by weight in whole bits, rounded down

    def weigh_all(self, pairs: Sequence[tuple[int, int]]) -> list[MatchWeight]:
        """The waterfalls of pairs of rows."""
        left = self.records.record_of[np.array([row for row, _other in pairs], dtype=np.int64)]
        right = self.records.record_of[np.array([other for _row, other in pairs], dtype=np.int64)]
        return match_weights(self.model, self.records, left, right)

    def weigh(self, row: int, other: int) -> MatchWeight:
        """The waterfall of one pair of rows."""
        return self.weigh_all([(row, other)])[0]


def match_weights(model: Model, records: Records, left: Codes, right: Codes) -> list[MatchWeight]:
    """The waterfalls of pairs of records."""
    found = patterns(compare(records.columns, left, right))
    levels = found.levels[found.of_pair]
    free = free_weights(model, records, left, right, found)
    totals = held_down(model, records, left, right, found, free)
    why = forbidding(records, left, right, found)
    added = rarity_by_column(model, records, left, right, levels)
    names = [column.name for column in records.columns]
    told: list[MatchWeight] = []
    for at, (row, rare) in enumerate(zip(levels, added, strict=True)):
        prior, given = parts(model, row, rare)
        shares = dict(zip(names, given.tolist(), strict=True))
        level = dict(zip(names, row.tolist(), strict=True))
        told.append(MatchWeight(prior, shares, level, float(totals[at]), float(free[at]), why[at]))
    return told


def weigh(model: Model, records: Records, left: Codes, right: Codes) -> Floats:
    """Match weights in bits of pairs of records."""
    return _weights(model, records, left, right)[0]


def _weights(model: Model, records: Records, left: Codes, right: Codes) -> tuple[Floats, Floats, Patterns]:
    found = patterns(compare(records.columns, left, right))
    free = free_weights(model, records, left, right, found)
    return held_down(model, records, left, right, found, free), free, found


def free_weights(model: Model, records: Records, left: Codes, right: Codes, found: Patterns) -> Floats:
    """Match weights in bits of pairs of records with known patterns, whatever forbids."""
    likelihood = log_likelihood(model, found.levels)

    def weights(part: slice) -> Floats:
        own = found.of_pair[part]
        return odds(likelihood[own] + rarity(model, records, left[part], right[part], found.levels[own]))

    parts = [slice(start, start + AT_ONCE) for start in range(0, len(left), AT_ONCE)]
    return np.concatenate([np.zeros(0), *at_once(weights, parts, len(left))])


def held_down(
    model: Model,
    records: Records,
    left: Codes,
    right: Codes,
    found: Patterns,
    weight: Floats,
    renamed: tuple[Codes, Floats] | None = None,
) -> Floats:
    """Match weights, but those of pairs that evidence forbids out of the merge band; what a person should look at is
    lifted into the review band, and who may have married is weighed as such (`renamed`, where that is known)."""
    never = forbidden(records.columns, found.levels)
    barred = classes.barred(records.columns, found.levels) | never
    look = asked(records.columns, found.levels)
    bare = nobody_named(records, left, right, found)
    alike = (found.levels[:, classes.naming_columns(records.columns)] == FAINT).any(axis=1)[found.of_pair]
    heard = as_heard(records.columns, left, right, alike)
    least = np.where(alike, weight - np.where(heard, ONE_SOUND, PART_OF_A_NAME), -np.inf)
    least[never[found.of_pair] | bare] = -np.inf
    held: Floats = np.where(barred[found.of_pair] | bare, np.maximum(np.minimum(weight, BARRED_BITS), least), weight)
    held[look[found.of_pair]] = np.maximum(held[look[found.of_pair]], REVIEW_BITS)
    if model.renamed:
        pairs, bits = renamed or renamed_weights(records, left, right, found, _free(model, records))
        held[pairs] = np.maximum(held[pairs], as_renamed(bits, model.renamed))
    pairs = at_two_firms(records, left, right, found)
    held[pairs] = np.maximum(held[pairs], REVIEW_BITS)
    return held


def _free(model: Model, records: Records) -> Callable[[Codes, Codes, Patterns], Floats]:
    return lambda left, right, found: free_weights(model, records, left, right, found)


def forbidding(records: Records, left: Codes, right: Codes, found: Patterns) -> list[tuple[Ground, ...]]:
    """For each pair the grounds that keep it out of the merge band: the very ones that `held_down` heeds."""
    masks = {Ground.OTHER_NAME: classes.barred(records.columns, found.levels), **grounds(records.columns, found.levels)}
    of_pairs = {ground: mask[found.of_pair] for ground, mask in masks.items()}
    of_pairs[Ground.NO_NAME] = nobody_named(records, left, right, found)
    return [tuple(ground for ground, mask in of_pairs.items() if mask[at]) for at in range(len(left))]


def fit(records: Records, found: Patterns, expected: Expected, share: float = 1.0) -> Model:
    """The model learned from the patterns of candidate pairs, or of a share of them."""
    start = classes.first_guess(records.columns, found.levels, len(records))
    barred = classes.barred(records.columns, found.levels)
    for k in MATCHES:
        start[barred, k] = 0.0
    pairs = share * len(records) * (len(records) - 1) / 2
    naming = classes.naming_columns(records.columns)
    return learn(found, start, classes.sources(records.columns), barred, expected(), pairs, naming)


def with_renamed(model: Model, records: Records, bits: Floats) -> Model:
    """The model that also knows how many of the list's matches have another family name, from the weights of all pairs
    that may be such."""
    matches = model.share[list(MATCHES)].sum() * len(records) * (len(records) - 1) / 2
    return model._replace(renamed=share_of_renamed(bits, float(matches)))


def budget(records: int) -> float:
    """Candidate pairs for each record that a list of this size can afford."""
    return 60.0 if records <= 100_000 else 20.0


def _expected(records: Records, settings: Settings) -> Expected:
    if settings.model is None:
        return chance(records)
    known = settings.model.chance
    return lambda: known


def candidates(records: Records, settings: Settings, filed: Sequence[View], expected: Expected) -> Candidates:
    """The pairs of records worth comparing."""

    def learn_from(left: Codes, right: Codes, share: float) -> tuple[Judge, Floats]:
        found = patterns(compare(records.columns, left, right))
        model = settings.model or fit(records, found, expected, share)
        free = free_weights(model, records, left, right, found)
        weight = held_down(model, records, left, right, found, free)
        return lambda a, b: probable(weigh(model, records, a, b)), probable(weight)

    return block(filed, len(records), budget(len(records)), learn_from)


def link(columns: Sequence[MatchColumn], settings: Settings = Settings()) -> Linkage:
    """Link the rows of a list. The result depends neither on the order of rows nor on the helper."""
    lent = Lent(settings.helper)
    rows = len(columns[0].keys) if columns else 0
    tell = settings.told or (lambda _stage: None)
    tell("encode")
    weights = settings.weights
    encoded = lent.encoded(columns, weights)
    records = collapse(encoded if weights else without_contained(encoded), rows)
    del encoded
    if weights:
        settings = replace(settings, model=read(weights, records.columns, len(records)))
    elif settings.model is None and len(records) < ENOUGH:  # no more than there are rows; copies teach nothing
        settings = replace(settings, model=shipped_model(records.columns, ENOUGH))
    with lent.held(records.columns):
        filed = views(records.columns)
        expected = _expected(records, settings)
        tell("block")
        found = candidates(records, settings, filed(), expected)
        tell("compare")
        patterned = patterns(compare(records.columns, found.left, found.right))
        tell("learn")
        model = settings.model or fit(records, patterned, expected)
        renamed = renamed_weights(records, found.left, found.right, patterned, _free(model, records))
        if settings.model is None:
            model = with_renamed(model, records, renamed[1])
        free = free_weights(model, records, found.left, found.right, patterned)
        weighed = Weighed(found, held_down(model, records, found.left, found.right, patterned, free, renamed), free)
        tell("cluster")
        looked = second_look(records, weighed, lambda a, b: _weights(model, records, a, b)[:2], REVIEW_BITS)
        return _bands(records, looked, model, settings)


def _bands(records: Records, weighed: Weighed, model: Model, settings: Settings) -> Linkage:
    found, weight, free = weighed
    naming = classes.naming_columns(records.columns)
    caution = caution_of(records, model)

    def score(left: Codes, right: Codes) -> tuple[Floats, Levels, Levels]:
        bits, _unforbidden, of = _weights(model, records, left, right)
        named = of.levels[:, naming].max(axis=1, initial=MISSING)[of.of_pair]
        if not caution.places:
            return bits, named, np.zeros(len(left), np.uint8)
        return bits, named, where(records.columns, left, right, of.levels[of.of_pair])

    own = weigh(model, records, np.arange(len(records)), np.arange(len(records)))
    relief = float(np.clip(np.log2(model.share[list(MATCHES)].sum()), *MEAN_RELIEF))
    near = weight >= relief
    found_in = groups(found.left[near], found.right[near], weight[near], len(records), score)
    thresholds = MERGE_LEADS_AT if caution.leads else MERGE_AT
    lowest = thresholds[0] if settings.merge_at is None else settings.merge_at
    joins = join(found_in, lowest, relief, caution)
    tail = beyond(found.left, found.right, weight, free, joins.labels(lowest, len(records)))
    estimate = Estimate(joins, doubts(joins, tail, caution, max(lowest, 0.0)), records.sizes)
    at = estimate.threshold(thresholds, settings.merge_precision) if settings.merge_at is None else lowest
    review_at = min(REVIEW_BITS if settings.review_at is None else settings.review_at, at)
    labels = clusters_of_rows(records, joins.labels(at, len(records)), own, at)
    return Linkage(
        labels,
        *pairs_of_rows(records, found, weight, labels, own, review_at),
        at,
        review_at,
        estimate.errors(at),
        estimate.precision(at),
        found.report,
        found.recall,
        model,
        records,
        histogram(weight),
    )
