"""Companies: certain legal forms are written in full, and none of them is compared."""

import csv

import pytest

from leadlist.normalizers import companies, loose_key, match_key, normalize
from leadlist.rules import shipped


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("㈱山田商事", "株式会社山田商事"),
        ("㍿山田商事", "株式会社山田商事"),
        ("（株）　山田商事", "株式会社山田商事"),
        ("山田商事 株式会社", "山田商事株式会社"),
        ("( 有 )山田商店", "有限会社山田商店"),
        ("山田商店（有）", "山田商店有限会社"),
        ("(同)山田企画", "合同会社山田企画"),
        ("㈾山田酒造", "合資会社山田酒造"),
        ("(一社)山田協会", "一般社団法人山田協会"),
        ("(公財)山田財団", "公益財団法人山田財団"),
        ("山田商事㈱東京支店", "山田商事株式会社東京支店"),
        ("山田商事 株式会社 東京支店", "山田商事株式会社 東京支店"),
        ("株式会社ＡＢＣ　Ｃｏｍｐａｎｙ", "株式会社ABC Company"),
        ("コ-ヒ-の山田", "コーヒーの山田"),
        ("㈱山田商事 御中", "株式会社山田商事"),
        ("山田商事(株)営業部", "山田商事株式会社営業部"),
        ("㈳山田協会", "(社)山田協会"),
    ],
)
def test_certain_forms_are_written_in_full_in_their_place(typed: str, written: str) -> None:
    assert normalize("company", typed) == written


@pytest.mark.parametrize(
    "name",
    [
        *(
            "(合)山田企画",
            "(社)山田協会",
            "(財)山田財団",
            "株式會社山田商店",
            "キヤノン株式会社",
            "山﨑建設株式会社",
            "三星電子㈜",
        ),
        *(
            "(株)セブン-イレブン".replace("(株)", "株式会社"),
            "Apple, Inc",
            "ABC Co., Ltd.",
            "Co-op",
            "個人",
            "－",
            "NPO法人やまだ",
        ),
    ],
)
def test_what_is_not_certain_stays(name: str) -> None:
    assert normalize("company", name) == name


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("(合)山田企画", "山田企画"),
        ("株式會社山田商店", "山田商店"),
        ("山田商事株式会社 東京支店", "山田商事"),
        ("山田商事株式会社東京支店", "山田商事"),
        ("株式会社山田商事 営業部", "山田商事"),
        ("株式会社山田 倶楽部", "山田倶楽部"),
        ("山田商事株式会社（旧：鈴木商事）", "山田商事"),
        ("山﨑建設株式会社", "山崎建設"),
        ("富士フィルム（株）", "富士フイルム"),
        ("カブシキガイシャ ヤマダ", "ヤマダ"),
        ("Example GmbH & Co. KG", "example"),
        ("Example S.p.A.", "example"),
        ("Example Sp. z o.o.", "example"),
        ("Example K.K.", "example"),
        ("PT Example Tbk", "example"),
        ("Société Exemple S.A.", "societeexemple"),
        ("ООО Ромашка", "ромашка"),
        ("주식회사 한빛", "한빛"),
        ("深圳市示例有限公司", "深圳市示例"),
        ("Co-op", "coop"),
        ("Inc", "inc"),
        ("㈱", ""),
        ("個人", ""),
        ("フリーランス", ""),
    ],
)
def test_the_key_is_the_name_proper(name: str, key: str) -> None:
    assert match_key("company", name) == key


def test_every_form_of_the_world_is_dropped_and_never_empties_a_name() -> None:
    with shipped("tables", "legal_forms_world.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if "…" not in row["written"]]
    assert len({country for row in rows for country in row["countries"].split()}) >= 60
    for row in rows:
        form = row["written"]
        names = [f"{form} Zephyrine"] * (row["place"] in ("start", "both")) + [f"Zephyrine {form}"] * (
            row["place"] != "start"
        )
        assert {match_key("company", name) for name in names} == {"zephyrine"}, row
        assert match_key("company", form) or form == "㈜", row


def test_the_form_itself_can_be_asked_for() -> None:
    assert companies.company_form("株式会社山田") == "株式会社"
    assert companies.company_form("有限会社山田") == "有限会社"
    assert companies.company_form("山田") == ""


def test_the_loose_key_drops_long_vowels_and_japan() -> None:
    assert loose_key("company", "コンピューター山田ジャパン") == loose_key("company", "コンピュータ山田")


@pytest.mark.parametrize(
    ("title", "written", "key"),
    [
        ("社 長", "社長", "社長"),
        ("代表取締役　社長", "代表取締役 社長", "代表取締役社長"),
        ("課長 様", "課長", "課長"),
        ("営業部／第１課", "営業部/第1課", "営業部第1課"),
        ("ﾏﾈｰｼﾞｬｰ", "マネージャー", "マネージヤー"),
        ("Sales  Manager", "Sales Manager", "salesmanager"),
        ("ご担当者様", "ご担当者様", ""),
        ("総務部 ご担当者様", "総務部 ご担当者様", ""),
        ("営業担当", "営業担当", "営業担当"),
        ("総務部御中", "総務部", "総務部"),
    ],
)
def test_titles(title: str, written: str, key: str) -> None:
    assert (normalize("title", title), match_key("title", title)) == (written, key)
