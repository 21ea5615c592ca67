"""What is remembered of blocks seen before: texts that come again, and nothing of a column in which none does."""

from leadlist.operations.row_checks import Harmless


def test_what_comes_again_is_looked_at_once() -> None:
    known = Harmless()
    assert known.others(["東京都", "大阪府"]) == ["東京都", "大阪府"]
    known.add(["東京都", "大阪府"])
    assert known.others(["大阪府", "京都府"]) == ["京都府"]


def test_nothing_is_remembered_of_texts_that_hardly_come_again() -> None:
    known = Harmless()
    for block in range(3):
        texts = [f"{block}-{number}@example.jp" for number in range(20)]
        assert known.others(texts) == texts
        known.add(texts)
    assert known.others(texts) == texts
