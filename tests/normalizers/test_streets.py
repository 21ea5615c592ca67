import pytest

from leadlist.normalizers.streets import street_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1723 W. 35th St.", "1723 West 35th Street"),
        ("156 second ave.", "156 2nd Avenue"),
        ("7171 Lake Ave., # 849", "7171 Lake Avenue, Suite 849"),
        ("12 Saint John's Sq", "12 St. Johns Square"),
        ("１２ Main St", "12 main street"),
    ],
)
def test_two_ways_to_write_a_street_have_one_key(one: str, other: str) -> None:
    assert street_key(one) == street_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("156 2nd Ave", "15 62nd Ave"), ("12 Park Avenue", "12 Park Street"), ("12 N Park", "12 S Park"), ("8-1", "81")],
)
def test_two_streets_have_two_keys(one: str, other: str) -> None:
    assert street_key(one) != street_key(other)


@pytest.mark.parametrize("word", ["No.", "Suite", "#5", "Flat"])
def test_a_word_alone_keeps_a_key(word: str) -> None:
    assert street_key(word)
