"""What a report says of fields: m over all classes of matches, u over all others."""

import io

import numpy as np
import pytest
from openpyxl import load_workbook

from leadlist.formats.report_workbook import workbook_of
from leadlist.matching.chance import nothing_known
from leadlist.matching.comparisons import LEVELS
from leadlist.matching.linkage import link
from leadlist.matching.weights import MATCHES, Model
from leadlist.reports.dedupe import band_words, histogram, m_and_u
from leadlist.reports.report import Bin, Histogram, Report
from tests.matching.test_saved import columns, people


def test_every_class_of_matches_counts_as_a_match() -> None:
    classes = max(MATCHES) + 1
    share = np.arange(1.0, classes + 1) / 10
    given = np.zeros((classes, 1, LEVELS))
    given[list(MATCHES), 0, 1] = 1.0
    m, u = m_and_u(Model(share, given, np.zeros((classes, 1), np.int64), nothing_known(1)))
    assert m[0, 1] == pytest.approx(1.0)
    assert u[0, 1] == 0.0


def test_pairs_that_are_left_alone_are_in_the_histogram_too() -> None:
    found = link(columns(people(40)))
    bins = histogram(found)
    assert {each.band for each in bins if each.number} >= {"merge", "leave"}
    assert sum(each.number for each in bins) >= sum(found.histogram.values())
    assert all(each.number > 0 for each in bins)


def test_in_a_workbook_a_single_pair_is_seen_beside_thousands() -> None:
    bins = [Bin(-30.0, -29.0, 34_000, "leave"), Bin(-29.0, -28.0, 1, "leave"), Bin(9.0, 10.0, 1, "merge")]
    report = Report("Deduplication", [], [Histogram("Pairs", "bits", bins)])
    sheet = load_workbook(io.BytesIO(workbook_of(report, band_words()))).worksheets[-1]
    (chart,) = sheet._charts  # type: ignore[attr-defined]
    assert (chart.y_axis.scaling.logBase, chart.y_axis.scaling.min) == (10, 0.1)
    assert sheet["B2"].value is None, "a bar of none is none, not one below the axis"
