"""vCards are read right whatever version, encoding or breakage, and what is left out is told."""

import base64
import os
import quopri
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlist.cards.vcard import looks_like_vcard, read_vcards

SHARED = Path(os.environ.get("LEADLIST_SHARED", Path(__file__).parents[3] / "shared"))


def card(*lines: str, version: str = "3.0", encoding: str = "utf-8") -> bytes:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""]).encode(encoding)


def read(data: bytes) -> dict[str, str]:
    rows, _notes = read_vcards(data, "a.vcf")
    assert len(rows) == 1
    return rows[0]


def qp(text: str, encoding: str) -> str:
    return "".join(f"={byte:02X}" for byte in text.encode(encoding))


def test_a_version_3_card_gives_every_field() -> None:
    row = read(
        card(
            "N:田中;花子;;;",
            "FN:田中 花子",
            "X-PHONETIC-LAST-NAME:たなか",
            "X-PHONETIC-FIRST-NAME:はなこ",
            "ORG:株式会社青葉計測;営業本部;第一課",
            "TITLE:課長",
            "TEL;TYPE=WORK,VOICE:045-000-1234",
            "TEL;TYPE=CELL:090-0000-1234",
            "TEL;TYPE=WORK;TYPE=FAX:045-000-1235",
            "EMAIL;TYPE=INTERNET,PREF:hanako@example.jp",
            "ADR;TYPE=WORK:;;本町1-2-3;横浜市中区;神奈川県;231-0005;日本",
            "URL:https\\://www.example.jp/a\\,b",
            "BDAY:1980-04-01",
            "CATEGORIES:展示会,見込み",
            "NOTE:一行目\\n二行目\\; 続き",
        )
    )
    assert row == {
        "family_name": "田中",
        "given_name": "花子",
        "name": "田中 花子",
        "family_name_kana": "たなか",
        "given_name_kana": "はなこ",
        "name_kana": "たなか はなこ",
        "company": "株式会社青葉計測",
        "department": "営業本部 第一課",
        "title": "課長",
        "phone": "045-000-1234",
        "mobile": "090-0000-1234",
        "fax": "045-000-1235",
        "email": "hanako@example.jp",
        "postal_code": "231-0005",
        "country": "日本",
        "prefecture": "神奈川県",
        "city": "横浜市中区",
        "street": "本町1-2-3",
        "address": "神奈川県横浜市中区本町1-2-3",
        "url": "https://www.example.jp/a,b",
        "birthday": "1980-04-01",
        "tags": "展示会, 見込み",
        "note": "一行目\n二行目; 続き",
    }


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("SHIFT_JIS", "cp932"),
        ("Shift-JIS", "cp932"),
        ("UTF-8", "utf-8"),
        ("EUC-JP", "euc_jp"),
        ("ISO-2022-JP", "iso2022_jp"),
    ],
)
def test_quoted_printable_is_decoded_by_its_own_character_set(charset: str, encoding: str) -> None:
    name = ";".join(qp(part, encoding) for part in ("表", "能ソ"))
    data = card(f"N;CHARSET={charset};ENCODING=QUOTED-PRINTABLE:{name};;;", version="2.1", encoding="ascii")
    assert read(data)["name"] == "表 能ソ"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp932", "utf-32"])
@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
def test_the_whole_file_may_be_in_any_usual_encoding_with_any_line_ends(encoding: str, ends: str) -> None:
    text = ends.join(["BEGIN:VCARD", "VERSION:3.0", "FN:髙橋 ソ能", "ORG:㈱表計算", "END:VCARD", ""])
    assert read(text.encode(encoding)) == {"name": "髙橋 ソ能", "company": "㈱表計算"}


@pytest.mark.parametrize("encoding", ["iso2022_jp", "cp1252"])
def test_undeclared_mail_and_western_encodings_are_recognised(encoding: str) -> None:
    name = "山田 太郎" if encoding == "iso2022_jp" else "Jörg Müller"
    assert read(card(f"FN:{name}", encoding=encoding))["name"] == name


def test_utf_8_that_calls_itself_shift_jis_is_read_as_what_it_is() -> None:
    assert read(card("FN;CHARSET=SHIFT_JIS:渡辺 健太", version="2.1"))["name"] == "渡辺 健太"


def test_a_fold_may_stand_inside_a_character() -> None:
    line = "ORG:株式会社とても長い名前のシステムソリューション研究開発センター".encode()
    for cut in range(5, len(line)):
        data = card("FN:甲", "X").replace(b"X\r\n", line[:cut] + b"\r\n " + line[cut:] + b"\r\n")
        assert read(data)["company"] == "株式会社とても長い名前のシステムソリューション研究開発センター"


def test_a_fold_at_a_blank_keeps_it_in_version_2_1_and_drops_it_later() -> None:
    folded = ("FN:甲", "NOTE:first", " second")
    assert read(card(*folded, version="2.1"))["note"] == "first second"
    assert read(card(*folded, version="3.0"))["note"] == "firstsecond"


def test_quoted_printable_goes_on_over_soft_line_breaks_without_indentation() -> None:
    data = card("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=B1=B1=E7=94=", "=B0=20=", "A", version="2.1")
    assert read(data)["name"] == "山田 A"


def test_an_encoded_semicolon_belongs_to_the_value() -> None:
    assert read(card("ORG;ENCODING=QUOTED-PRINTABLE:A=3BB;C", version="2.1"))["company"] == "A;B"
    assert read(card("ORG:A\\;B;C"))["department"] == "C"


@pytest.mark.parametrize("indent", ["", " "])
def test_a_picture_is_passed_over_and_told(indent: str) -> None:
    picture = base64.b64encode(bytes(range(250))).decode()
    lines = [indent + picture[at : at + 60] for at in range(0, len(picture), 60)]
    rows, notes = read_vcards(
        card("FN:甲 一", "PHOTO;ENCODING=BASE64;TYPE=JPEG:", *lines, "", "TEL:03-0000-1111"), "a.vcf"
    )
    assert rows == [{"name": "甲 一", "phone": "03-0000-1111"}]
    assert len(notes) == 1
    assert "PHOTO (1)" in notes[0]


def test_version_4_uris_and_quoted_types_are_understood() -> None:
    row = read(
        card(
            'N;SORT-AS="やまだ,たろう":山田;太郎;;;',
            'TEL;VALUE=uri;TYPE="voice,work":tel:+81-3-0000-1234;ext=56',
            "TEL;VALUE=uri;TYPE=cell:tel:+81-90-0000-1234",
            "EMAIL;PREF=2:b@example.jp",
            "EMAIL;PREF=1:a@example.jp",
            version="4.0",
        )
    )
    assert row["name_kana"] == "やまだ たろう"
    assert (row["phone"], row["phone_ext"], row["mobile"]) == ("+81-3-0000-1234", "56", "+81-90-0000-1234")
    assert (row["email"], row["email_2"]) == ("a@example.jp", "b@example.jp")


@pytest.mark.parametrize(
    ("n", "fn", "name"),
    [
        ("山田;太郎;;;", "山田太郎", "山田 太郎"),
        ("Yamada;Taro", "Taro", "Taro Yamada"),
        ("Müller;Anna;Maria;Dr.;", "Dr. Anna Maria Müller", "Dr. Anna Maria Müller"),
        ("Müller;Anna;;;", "Müller, Anna", "Müller, Anna"),
        ("", "甲 一", "甲 一"),
        ("山田;;;;", "", "山田"),
        (";;;;", "株式会社能登ソフト", ""),
    ],
)
def test_the_name_is_the_formatted_one_unless_that_says_less(n: str, fn: str, name: str) -> None:
    lines = [line for line, text in ((f"N:{n}", n), (f"FN:{fn}", fn)) if text]
    assert read(card(*lines, "ORG:株式会社能登ソフト")).get("name", "") == name


def test_an_apple_label_tells_what_a_number_is() -> None:
    row = read(
        card(
            "FN:甲", "item1.TEL:03-0000-0001", "item1.X-ABLabel:直通", "item2.TEL:03-0000-0002", "item2.X-ABLabel:代表"
        )
    )
    assert (row["phone_direct"], row["phone_company"]) == ("03-0000-0001", "03-0000-0002")


def test_several_numbers_fill_the_second_place_and_the_rest_is_told() -> None:
    rows, notes = read_vcards(card("FN:甲", "TEL;WORK:1", "TEL;WORK:2", "TEL;WORK:3"), "a.vcf")
    assert (rows[0]["phone"], rows[0]["phone_2"]) == ("1", "2")
    assert "TEL (1)" in notes[0]


def test_a_building_in_the_street_and_a_mobile_phones_reading_are_taken_apart() -> None:
    row = read(
        card(
            "N:山田;太郎", "SOUND;X-IRMC-N:ﾔﾏﾀﾞ;ﾀﾛｳ;;;", "ADR:;;丸の内1-8-3\\nビル12階;千代田区;東京都;;", version="2.1"
        )
    )
    assert row["name_kana"] == "ﾔﾏﾀﾞ ﾀﾛｳ"
    row = read(card("FN:甲", "ADR:;;丸の内1-8-3\\nビル12階;千代田区;東京都;;"))
    assert (row["street"], row["building"]) == ("丸の内1-8-3", "ビル12階")
    assert row["address"] == "東京都千代田区丸の内1-8-3 ビル12階"


def test_a_german_address_is_written_from_small_to_large() -> None:
    row = read(card("FN:Anna Müller", "ADR:;;Hauptstraße 5;Köln;NRW;50667;Deutschland"))
    assert row["address"] == "Hauptstraße 5, Köln, NRW"


@pytest.mark.parametrize(
    ("data", "names", "told"),
    [
        (b"BEGIN:VCARD\r\nFN:A\r\nno colon here\r\nTEL:1\r\nEND:VCARD\r\n", ["A"], "Line 3"),
        (b"BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\n", ["A", "B"], "Line 3"),
        (b"BEGIN:VCARD\nFN:A\n", ["A"], "does not end"),
        (b"BEGIN:VCARD\nFN:A\nEND:VCARD\nEND:VCARD\n", ["A"], "Line 4"),
        (b"FN:Z\nBEGIN:VCARD\nFN:A\nEND:VCARD\n", ["A"], "Line 1"),
        (b"BEGIN:VCARD\nEND:VCARD\n", [], "Card 1"),
        (b"BEGIN:VCARD\nTEL:1\nEND:VCARD\n", [None], "no name"),
        (b"BEGIN:VCARD\nKIND:group\nFN:Team\nEND:VCARD\n", [], "group"),
        (b"BEGIN:VCARD\nFN:A\nAGENT:\nBEGIN:VCARD\nFN:B\nEND:VCARD\nTEL:1\nEND:VCARD\n", ["A"], "agent"),
        (b"BEGIN:VCARD\nFN:A\nX-NEW:something\nEND:VCARD\n", ["A"], "X-NEW (1)"),
        (b"hello", [], "Line 1"),
        (b"", [], "no card"),
        (b"BEGIN:VCARD\nFN:A\nNOTE;CHARSET=UTF-8:\xff\xfe\x81\xa0\nEND:VCARD\n", ["A"], "could not be read"),
    ],
)
def test_whatever_is_broken_is_told_and_the_rest_is_read(data: bytes, names: list[str | None], told: str) -> None:
    rows, notes = read_vcards(data, "a.vcf")
    assert [row.get("name") for row in rows] == names
    assert any(told in note for note in notes)
    assert all(note.startswith("a.vcf: ") for note in notes)


@given(st.binary(max_size=300))
def test_no_bytes_whatever_stop_the_reader(data: bytes) -> None:
    rows, notes = read_vcards(b"BEGIN:VCARD\n" + data, "a.vcf")
    assert rows or notes


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=40))
def test_any_note_comes_back_as_it_was_written(text: str) -> None:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert read(card("FN:甲", f"NOTE:{escaped}"))["note"] == text
    encoded = quopri.encodestring(text.encode(), quotetabs=True).decode().replace("\n", "\r\n")
    assert read(card("FN:甲", f"NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{encoded}", version="3.0"))["note"]


def test_a_card_file_is_recognised_by_how_it_begins() -> None:
    assert looks_like_vcard(card("FN:A"))
    assert looks_like_vcard(card("FN:A", encoding="utf-16"))
    assert not looks_like_vcard("会社名,氏名\n".encode())


def test_thousands_of_cards_in_one_file_are_read() -> None:
    rows, notes = read_vcards(card("N:山田;太郎", "ORG:A", "TEL:03-1", "EMAIL:a@example.jp") * 3_000, "a.vcf")
    assert len(rows) == 3_000
    assert not notes


@pytest.mark.parametrize("head", ["PHOTO;ENCODING=b:", "PHOTO;VALUE=uri:data:image/jpeg;base64,"])
def test_a_picture_of_eight_megabytes_takes_no_longer_than_it_must(head: str) -> None:
    lines = [f" {'A' * 74}"] * 110_000
    start = time.process_time()
    assert read(card("FN:甲", head, *lines, "", "TEL:1"))["phone"] == "1"
    assert time.process_time() - start < 5


FIRM = {"company": "株式会社能登ソフト"}
TARO = {"name": "山田 太郎", "family_name": "山田", "given_name": "太郎", "email": "taro@example.jp"}
OFFICE = {
    "postal_code": "100-0005",
    "country": "日本",
    "prefecture": "東京都",
    "city": "千代田区",
    "street": "丸の内1-8-3",
    "address": "東京都千代田区丸の内1-8-3",
}
TOWER = {**OFFICE, "building": "丸の内トラストビル12階", "address": "東京都千代田区丸の内1-8-3 丸の内トラストビル12階"}
NUMBERS = {"mobile": "090-1234-5678", "fax": "03-1234-5679"}
SMALL = {"family_name_kana": "やまだ", "given_name_kana": "たろう", "name_kana": "やまだ たろう"}
HALF = {"family_name_kana": "ﾔﾏﾀﾞ", "given_name_kana": "ﾀﾛｳ", "name_kana": "ﾔﾏﾀﾞ ﾀﾛｳ"}
JOB = {"department": "営業部", "title": "部長"}
APPLE = {**FIRM, **TARO, **TOWER, **NUMBERS, **SMALL, **JOB, "url": "https://www.example.jp"}
PHOTO = ("PHOTO",)
SAMPLES: dict[str, tuple[list[dict[str, str]], tuple[str, ...]]] = {
    "21_sjis_qp.vcf": (
        [
            {**FIRM, **TARO, **NUMBERS, **HALF, **JOB, "phone": "03-1234-5678"}
            | {key: TOWER[key] for key in ("postal_code", "address")}
        ],
        (),
    ),
    "21_sjis_raw.vcf": ([{**FIRM, **TARO, "department": "営業部", "mobile": "090-1234-5678"}], ()),
    "21_softbreak_photo.vcf": (
        [{"name": "Taro Yamada", "family_name": "Yamada", "given_name": "Taro", "phone": "03-1234-5678"}],
        PHOTO,
    ),
    "21_utf8_qp_android.vcf": (
        [
            {**FIRM, **TARO, "mobile": "09012345678", "fax": "0312345679"}
            | {"family_name_kana": "ヤマダ", "given_name_kana": "タロウ", "name_kana": "ヤマダ タロウ"}
        ],
        PHOTO,
    ),
    "30_apple.vcf": ([APPLE], PHOTO),
    "30_google_fold.vcf": (
        [
            {**TARO, "company": "株式会社とても長い名前のシステムソリューション研究開発センター"}
            | {"mobile": "090-1234-5678", "email_2": "taro@example.com", "url": "http://www.example.jp"}
            | {"note": "1行目\n2行目, カンマ", "family_name_kana": "ヤマダ", "name_kana": "ヤマダ"}
        ],
        (),
    ),
    "40.vcf": (
        [
            {**FIRM, **TARO, **OFFICE, **SMALL, "department": "営業部"}
            | {"phone": "+81-3-1234-5678", "mobile": "+81-90-1234-5678"}
        ],
        PHOTO,
    ),
    "broken_line.vcf": ([{"name": "甲 一", "phone": "03-1111-2222"}], ("Line 4",)),
    "broken_no_end.vcf": ([{"name": "甲 一", "phone": "03-1111-2222"}, {"name": "乙 二"}], ("Line 5",)),
    "broken_no_fn_n.vcf": ([{**FIRM, "phone": "03-1111-2222"}], ("no name",)),
    "three_cards_lf_bom.vcf": (
        [
            {"name": f"{family} {given}", "family_name": family, "given_name": given}
            for family, given in ("甲一", "乙二", "丙三")
        ],
        (),
    ),
    "utf16.vcf": ([APPLE], PHOTO),
}
"""File -> its cards, field by field and nothing more, and what is told of what was left out."""


@pytest.mark.parametrize("name", SAMPLES)
def test_the_shared_samples_are_read_to_the_letter(name: str) -> None:
    file = SHARED / "cards" / "vcf" / name
    if not file.is_file():
        pytest.skip(f"{file} is not there: set LEADLIST_SHARED")
    cards, told = SAMPLES[name]
    rows, notes = read_vcards(file.read_bytes(), name)
    assert rows == cards
    assert len(notes) == len(told)
    assert all(word in note for word, note in zip(told, notes, strict=True))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["ORG;SORT-AS=アオバ:青葉"], {"company": "青葉", "company_kana": "アオバ"}),
        (["SORT-STRING:たなか"], {"name_kana": "たなか"}),
        (["CATEGORIES:展示会", "CATEGORIES:顧客"], {"tags": "展示会, 顧客"}),
        (["NOTE:一", "NOTE:二"], {"note": "一\n二"}),
        (["GENDER:F;"], {"gender": "F"}),
        (["ROLE:購買担当"], {"title": "購買担当"}),
        (["TEL;PAGER:1"], {}),
        (["TEL;HOME:03-1"], {"phone_home": "03-1"}),
        (["EMAIL:mailto:a@example.jp", "EMAIL:A@example.jp"], {"email": "a@example.jp"}),
        (["URL:https://www.linkedin.com/in/a", "URL:http://a.example.jp"], {"sns": "https://www.linkedin.com/in/a"}),
        (["LABEL:東京都千代田区\\n丸の内1-8-3"], {"address": "東京都千代田区 丸の内1-8-3"}),
        (["ADR;HOME:;;自宅1;;;;", "ADR;WORK:;;会社1;;;;"], {"address": "会社1"}),
        (["TEL;TYPE=WORK;", " TYPE=FAX:03-9"], {"fax": "03-9"}),
        (['TEL;X-A="a:b;c":03-8'], {"phone": "03-8"}),
    ],
)
def test_each_property_finds_its_field(lines: list[str], expected: dict[str, str]) -> None:
    row = read(card("FN:甲", *lines))
    assert {field: row.get(field) for field in expected} == expected
    assert row.keys() <= {"name", "url", *expected, "postal_code", "country"}


@pytest.mark.parametrize(
    "line",
    [
        "SOUND;TYPE=WAVE;ENCODING=b:UklGRg==",
        "ROLE:別の役割",
        "URL:http://b.example.jp",
        "EMAIL:d@example.jp",
        "BDAY:1990-01-01",
        "TEL;PAGER:1",
        "ADR:;;二つ目;;;;",
        "X-SOCIALPROFILE:https://x.com/b",
    ],
)
def test_what_has_no_place_is_told(line: str) -> None:
    full = ["TITLE:課長", "URL:http://a.example.jp", "BDAY:1980-01-01", "ADR:;;一つ目;;;;", "URL:https://x.com/a"]
    mails = ["EMAIL:a@example.jp", "EMAIL:b@example.jp", "EMAIL:c@example.jp"]
    _rows, notes = read_vcards(card("FN:甲", *full, *mails, line), "a.vcf")
    assert len(notes) == 1
    assert line.replace(":", ";").partition(";")[0] in notes[0]
