"""How a list was deduplicated: weights and bands, clusters, block keys, and what each field says for and against."""

import re
from collections import Counter
from collections.abc import Sequence
from math import floor, log2
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from leadlist.leads import LeadList
from leadlist.locale import _
from leadlist.matching.comparisons import DIFFER, FAINT, LEVELS, MISSING, SAME, SAME_COMMON, SAME_RARE, STRONG, WEAK
from leadlist.matching.weights import MATCHES
from leadlist.plans import Plan
from leadlist.reports.report import Bin, Histogram, Report, Table

if TYPE_CHECKING:
    from leadlist.matching.linkage import Linkage
    from leadlist.matching.weights import Model

    class Row(Protocol):
        """Where a row belongs."""

        cluster: int
        band: str

    class Found(Protocol):
        """The details of a deduplication's plan."""

        merges: Sequence[object]
        questions: Sequence[object]
        rows: Sequence[Row]
        merge_at: float
        review_at: float
        expected_errors: float
        expected_precision: float
        recall: float
        apart: int
        linkage: Linkage


BIN = 1.0  # bits
LOWEST, HIGHEST = -30.0, 40.0  # bits; what lies outside is counted in the outermost bins
_VIEW = re.compile(r":(\w+)(?= \+ |$)")
SMALLEST = 1e-9  # a share below which a level is not told


def deduplication(leads: LeadList, plan: Plan) -> Report:
    """The report of a deduplication's plan. It names columns, counts and weights, and holds no value of any cell."""
    title = deduplication_title(leads.name)
    if plan.details is None:
        return Report(title, [Table(_("Summary"), (_("what"), _("value")), [(_("rows read"), len(leads))])])
    found: Found = plan.details  # type: ignore[assignment]
    linkage = found.linkage
    bins = histogram(linkage)
    chart = Histogram(
        _("Pairs by match weight"),
        _("match weight in bits"),
        bins,
        [(found.review_at, _("judge")), (found.merge_at, _("merge"))],
    )
    tables = [_summary(found), _cluster_sizes(found), _blocks(linkage), _fields(linkage), _weights(bins)]
    return Report(title, tables, [chart])


def deduplication_title(name: str) -> str:
    """The title of a report on a list of that name, or on one that has none."""
    return _("Deduplication of {name}").format(name=name) if name else _("Deduplication")


def histogram(linkage: "Linkage") -> list[Bin]:
    """How many of the pairs compared have each weight, with the band they fall into; what is neither merged nor to be
    judged is left alone."""
    pairs = [(weight, "merge") for _row, _other, weight in linkage.links]
    pairs += [(weight, "review") for _row, _other, weight in linkage.possible]
    number = Counter((floor(min(max(w, LOWEST), HIGHEST - BIN) / BIN), band) for w, band in pairs)
    compared: Counter[int] = Counter()
    for bit, count in linkage.histogram.items():
        compared[floor(min(max(bit, LOWEST), HIGHEST - BIN) / BIN)] += count
    for at, count in compared.items():
        if (left := count - number[at, "merge"] - number[at, "review"]) > 0:
            number[at, "leave"] = left
    number = Counter({key: count for key, count in number.items() if count})
    return [Bin(at * BIN, (at + 1) * BIN, count, band) for (at, band), count in sorted(number.items())]


def level_words() -> dict[int, str]:
    """What each comparison level is called."""
    return {
        MISSING: _("nothing to compare"),
        DIFFER: _("differ"),
        FAINT: _("in part the same"),
        WEAK: _("similar"),
        STRONG: _("all but the same"),
        SAME_COMMON: _("the same, a common value"),
        SAME: _("the same"),
        SAME_RARE: _("the same, a rare value"),
    }


def view_words() -> dict[str, str]:
    """What of a value a block key is made of (`matching.views`)."""
    return {
        "whole": _("whole"),
        "head": _("beginning"),
        "tail": _("end"),
        "name_parts": _("family or given name"),
        "name_sounds": _("initials"),
        "by_sound": _("sound"),
        "first_half": _("first half"),
        "second_half": _("second half"),
        "local_part": _("before the @"),
        "domain": _("domain"),
        "numbers": _("numbers"),
        "words": _("words"),
    }


def band_words() -> dict[str, str]:
    """What each band is called."""
    return {"merge": _("merge"), "review": _("judge"), "leave": _("left alone")}


def _summary(found: "Found") -> Table:
    bands = Counter(row.band for row in found.rows)
    rows: list[tuple[str, str | int | float]] = [
        (_("rows read"), len(found.rows)),
        (_("rows merged into others"), len(found.merges)),
        (_("of these expected to be wrong"), round(found.expected_errors, 1)),
        (_("estimated precision of the merge band, percent"), f"{100 * found.expected_precision:.2f}"),
        (_("pairs to judge"), len(found.questions)),
        (_("rows left alone"), bands["leave"]),
        (_("pairs kept apart by earlier decisions"), found.apart),
        (_("estimated share of all matches that were compared, percent"), f"{100 * found.recall:.2f}"),
        (_("merging begins at, in bits"), f"{found.merge_at:+.1f}"),
        (_("judging begins at, in bits"), f"{found.review_at:+.1f}"),
    ]
    return Table(_("Summary"), (_("what"), _("value")), rows)


def _cluster_sizes(found: "Found") -> Table:
    sizes = Counter(Counter(row.cluster for row in found.rows).values())
    rows = [(size, number) for size, number in sorted(sizes.items())]
    return Table(_("Cluster sizes"), (_("rows in a cluster"), _("clusters")), rows, bars=(1,))


def _blocks(linkage: "Linkage") -> Table:
    words = view_words()
    rows = [
        (_VIEW.sub(lambda found: f" ({words.get(found[1], found[1])})", block.name), block.pairs, block.capped)
        for block in linkage.blocks
    ]
    headings = (_("block key"), _("pairs"), _("rows in blocks that are too large"))
    return Table(_("What each block key found"), headings, rows, bars=(1,))


def _fields(linkage: "Linkage") -> Table:
    """Of each field and level: how often among matches (m), among other pairs (u), and the bits that gives."""
    matches, others = m_and_u(linkage.model)
    words = level_words()
    rows: list[tuple[str, str, str, str, str]] = []
    for at, column in enumerate(linkage.records.columns):
        for level in range(MISSING + 1, LEVELS):
            m, u = float(matches[at, level]), float(others[at, level])
            if max(m, u) > SMALLEST:
                bits = log2(max(m, SMALLEST) / max(u, SMALLEST))
                rows.append((column.name, words.get(level, _("the same")), f"{m:.4f}", f"{u:.6f}", f"{bits:+.1f}"))
    headings = (_("field"), _("level"), _("m: share of matches"), _("u: share of other pairs"), _("bits"))
    return Table(_("What each field says"), headings, rows)


def m_and_u(model: "Model") -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Level probabilities given a match and given none: (columns, levels) each, the classes weighted by their share."""
    others = [k for k in range(len(model.share)) if k not in MATCHES]
    return _mixed(model, MATCHES), _mixed(model, others)


def _mixed(model: "Model", classes: Sequence[int]) -> NDArray[np.float64]:
    share = model.share[list(classes)]
    return np.tensordot(share / share.sum(), model.given[list(classes)], axes=1)


def _weights(bins: Sequence[Bin]) -> Table:
    words = band_words()
    rows = [(f"{each.start:+.0f}", f"{each.end:+.0f}", words[each.band], each.number) for each in bins]
    return Table(_("Pairs by match weight"), (_("from, bits"), _("to, bits"), _("band"), _("pairs")), rows)
