"""References in formulas, while rows leave and come in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlist.formats.excel.formulas import shifted
from leadlist.formats.excel.odd import Odd
from leadlist.formats.excel.references import RowShift, corner, shifted_area, shifted_areas, widened

GONE = RowShift([5, 6, 10])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("SUM(A1:A10)", "SUM(A1:A7)"),
        ("A5", "#REF!"),
        ("A5:A6", "#REF!"),
        ("$A$5:B$7", "$A$5:B$5"),
        ("SUM(5:6)", "SUM(#REF!)"),
        ("SUM($4:$9)", "SUM($4:$7)"),
        ("SUM(A:A)", "SUM(A:A)"),
        ("A1:A1048576", "A1:A1048576"),
        ("SUM($A$2:$A$1048576)+A1048576", "SUM($A$2:$A$1048576)+A1048573"),
        ("A5:A1048576", "A5:A1048576"),
        ("LOG10(A11)", "LOG10(A8)"),
        ("DEC2HEX(A7)", "DEC2HEX(A5)"),
        ('"A7"&A7', '"A7"&A5'),
        ('IF(A7>1.5,"""A7""",A$8)', 'IF(A7>1.5,"""A7""",A$8)'.replace("A7>", "A5>").replace("A$8", "A$6")),
        ("1E5+A7", "1E5+A5"),
        ("Q1_total+A7", "Q1_total+A5"),
        ("YEN2026+A7", "YEN2026+A5"),
        ("合計A7+A7", "合計A7+A5"),
        ("表1[[#This Row],[A7]]+A7", "表1[[#This Row],[A7]]+A5"),
        ("[1]Sheet1!A7", "[1]Sheet1!A7"),
        ("売上・A7+A7", "売上・A7+A5"),
        ("１月!A7+A7・計+A7", "１月!A7+A7・計+A5"),
        ("'C:\\表\\[他.xlsx]名簿'!A7", "'C:\\表\\[他.xlsx]名簿'!A7"),
        ("名簿!A7+'名簿'!A8+別!A7", "名簿!A5+'名簿'!A6+別!A7"),
        ("名簿!A5", "#REF!"),
        ("#REF!+A7", "#REF!+A5"),
        ("A7#", "A5#"),
        ("INDEX(A:A,3):B7", "INDEX(A:A,3):B5"),
        ("{1,2;3,4}*A7", "{1,2;3,4}*A5"),
    ],
)
def test_references_go_with_their_rows(before: str, after: str) -> None:
    assert shifted(before, "名簿", True, GONE) == after


@pytest.mark.parametrize(
    "name", ["名簿・東京", "１月", "①組", "㈱架空", "東京～大阪", "営業＆企画", "📊集計", "・印", "Résumé.2"]
)
def test_sheets_whose_names_are_not_all_letters_go_with_their_rows(name: str) -> None:
    """Excel and others write them without quotes or with them."""
    formula = f"SUM({name}!$A$2:$A$8)-{name}!B7+'{name}'!B8*別{name}!B7"
    assert shifted(formula, name, False, GONE) == f"SUM({name}!$A$2:$A$6)-{name}!B5+'{name}'!B6*別{name}!B7"


def test_references_without_a_sheet_mean_the_formulas_own() -> None:
    assert shifted("A7+名簿!A7", "名簿", False, GONE) == "A7+名簿!A5"


def test_a_quoted_sheet_name_is_the_sheet() -> None:
    assert shifted("'営業''s 名簿'!A7", "営業's 名簿", False, GONE) == "'営業''s 名簿'!A5"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("SUM(名簿!A4:'名簿'!B7)", "SUM(名簿!A4:'名簿'!B5)"),
        ("SUM(名簿!$A$5:名簿!$B$7)*2", "SUM(名簿!$A$5:名簿!$B$5)*2"),
        ("SUM(名簿!A5:名簿!B6,別!A7:別!B7)", "SUM(#REF!,別!A7:別!B7)"),
    ],
)
def test_an_area_may_name_its_sheet_twice(before: str, after: str) -> None:
    assert shifted(before, "名簿", False, GONE) == after


@pytest.mark.parametrize(
    "formula", ["SUM(一月:三月!A7)", "Sheet1!A7:Sheet2!A9", "A7:名簿!A9", "名簿!A7:名簿!A8:名簿!A9"]
)
def test_references_over_several_sheets_are_odd(formula: str) -> None:
    with pytest.raises(Odd):
        shifted(formula, "名簿", False, GONE)


@pytest.mark.parametrize(
    ("formula", "moves"),
    [
        ("SUM(一月:三月!A7)", False),
        ("SUM('三月:一月'!A2:A7)", False),
        ("SUM(一月:名簿!A2)", False),
        ("SUM(一月:名簿!A:A)", False),
        ("SUM(一月:名簿!A7)", True),
        ("SUM(三月:別!A2:A7)", True),
        ("SUM(四月:五月!A7)", True),
    ],
)
def test_references_over_other_sheets_or_above_the_rows_stay(formula: str, moves: bool) -> None:
    sheets = ("一月", "二月", "三月", "名簿", "別")
    if moves:
        with pytest.raises(Odd):
            shifted(formula, "名簿", False, GONE, sheets=sheets)
    else:
        assert shifted(formula, "名簿", False, GONE, sheets=sheets) == formula


def test_a_shared_formula_is_carried_before_it_moves() -> None:
    assert shifted("A2*$B$1", "名簿", True, GONE, down=5, across=1) == "B5*$B$1"


def test_rows_that_come_in_push_down_what_lies_below() -> None:
    shift = RowShift((), below=10, added=2)
    assert shifted("SUM(A2:A10)+A11", "名簿", True, shift) == "SUM(A2:A10)+A13"
    assert shifted_area("A2:A10", shift, grow=True) == "A2:A12"
    assert shifted_area("A2:A10", RowShift((), below=10, grown=2), grow=True) == "A2:A12"


@pytest.mark.parametrize(
    ("before", "after"), [("A1:A4 B5:B6 C7", "A1:A4 C5"), ("5:6", ""), ("A:C", "A:C"), ("A10:C12", "A8:C9")]
)
def test_a_list_of_areas_loses_those_that_leave(before: str, after: str) -> None:
    assert shifted_areas(before, GONE) == after


def test_an_area_widens_only_at_the_lists_edge() -> None:
    assert widened("A1:D9", 3, 2) == "A1:F9"
    assert widened("A1:C9", 3, 2) == "A1:C9"


def test_the_corner_of_areas_is_their_top_left_cell() -> None:
    assert corner("C5:D9 B7") == (5, 1)
    assert corner("C:D") is None


ROWS = st.integers(1, 30)


@given(st.sets(ROWS), ROWS, ROWS)
def test_removing_rows_in_one_go_moves_areas_as_one_by_one(removed: set[int], one: int, other: int) -> None:
    area: str | None = f"B{min(one, other)}:D{max(one, other)}"
    together = shifted_area(area or "", RowShift(sorted(removed)))
    for row in sorted(removed, reverse=True):
        area = None if area is None else shifted_area(area, RowShift([row]))
    assert area == together


@given(st.sets(ROWS), st.lists(ROWS, min_size=1, max_size=4))
def test_removing_rows_in_one_go_moves_formulas_as_one_by_one(removed: set[int], rows: list[int]) -> None:
    formula = "+".join(f"A{row}*SUM($B${row}:C{row + 3})" for row in rows)
    together = shifted(formula, "名簿", True, RowShift(sorted(removed)))
    for row in sorted(removed, reverse=True):
        formula = shifted(formula, "名簿", True, RowShift([row]))
    assert formula == together
