"""What of a cell belongs to other fields: postal codes and phones beside an address, a mail address beside a page."""

import pytest

from leadlist import split

PLACE = "東京都渋谷区道玄坂1-2-3"


@pytest.mark.parametrize(
    ("typed", "kept", "rest"),
    [
        ("〒150-0043 " + PLACE, PLACE, {"postal_code": "150-0043"}),
        ("〒163-8001", "", {"postal_code": "163-8001"}),
        ("１６３－８００１", "", {"postal_code": "163-8001"}),
        (PLACE + " TEL:03-1234-5678", PLACE, {"phone": "03-1234-5678"}),
        (PLACE + " ビル5F（電話 03-1234-5678）", PLACE + " ビル5F", {"phone": "03-1234-5678"}),
        (PLACE + "　ＦＡＸ：０３－１２３４－５６７９", PLACE, {"fax": "03-1234-5679"}),
        (
            f"〒150-0043 {PLACE} TEL:03-1234-5678 FAX:03-1234-5679",
            PLACE,
            {"postal_code": "150-0043", "phone": "03-1234-5678", "fax": "03-1234-5679"},
        ),
    ],
)
def test_what_stands_beside_an_address_is_offered_to_its_own_fields(
    typed: str, kept: str, rest: dict[str, str]
) -> None:
    assert split("address", typed) == (kept, rest)


@pytest.mark.parametrize(
    "typed", [PLACE, PLACE + " TELビル", PLACE + " 電話会館 5F", PLACE + " TEL:なし", "1638001", "TEL:03-1234-5678"]
)
def test_an_address_with_nothing_certain_beside_it_stays_whole(typed: str) -> None:
    assert split("address", typed) == (typed, {})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.jp taro@example.jp", "https://example.jp"),
        ("taro@example.jp、HTTPS://Example.jp/a", "https://example.jp/a"),
        ("https://example.jp / taro@example.jp", "https://example.jp"),
        ("taro@example.jp", ""),
    ],
)
def test_a_mail_address_beside_a_page_is_offered(typed: str, kept: str) -> None:
    assert split("url", typed) == (kept, {"email": "taro@example.jp"})


@pytest.mark.parametrize("typed", ["https://example.jp", "https://example.jp/@taro", "URL https://example.jp か a@b"])
def test_a_page_alone_stays(typed: str) -> None:
    assert split("url", typed) == (typed, {})
