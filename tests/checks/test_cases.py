"""Every check finds what it is for, by its code, and leaves what is right alone."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from leadlist.checks import CHECKS, Check, explain
from leadlist.errors import UserError
from leadlist.fields import FIELDS
from leadlist.leads import ColumnRef, LeadList, RowRef, lead_list
from leadlist.locale import use
from leadlist.operations.validate import plan
from leadlist.plans import severity_word
from leadlist.rules import load_rules
from leadlist.rules.schema import Purpose

TODAY = date(2026, 11, 22)
RULES = replace(
    load_rules(), purposes={"P01": Purpose("展示会で名刺をいただいた方へ計測機器の案内を電子メールで送るため")}
)


def list_of(*rows: Mapping[str, str]) -> LeadList:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return lead_list(
        [FIELDS[name].ja if name in FIELDS else name for name in names],
        [[row.get(name, "") for name in names] for row in rows],
        fields={name: ColumnRef(at) for at, name in enumerate(names) if name in FIELDS},
    )


def codes_of(*rows: Mapping[str, str]) -> set[str]:
    return {finding.code for finding in plan(list_of(*rows), RULES, today=TODAY).findings}


CELLS: list[tuple[str, str, list[str], list[str]]] = [
    # code, field, texts it finds, texts it leaves alone
    (
        "EMAIL-001",
        "email",
        [
            "taro",
            "taro@",
            "@example.co.jp",
            "a..b@example.com",
            "taro@example",
            "ta ro@example.co.jp",
            "taro@-example.co.jp",
            "taro@ex_ample.co.jp",
            "test@test.test",
            "taro★example.co.jp",
            "taro(at)example.co.jp",
            "taro@example.co.jp; hanako@",
        ],
        [
            "taro@example.co.jp",
            "ｔａｒｏ＠ｅｘａｍｐｌｅ．ｃｏ．ｊｐ",
            "a..b@docomo.ne.jp",
            "da.me..@ezweb.ne.jp",
            "taro+news@example.com",
            "O'Brien@example.ie",
            "なし",
            "非公開",
            "taro@日本語.jp",
            "taro@example.co.jp; hanako@example.co.jp",
        ],
    ),
    (
        "EMAIL-002",
        "email",
        [
            "a@gmial.com",
            "a@gmail.con",
            "a@yaho.co.jp",
            "a@docomo.co.jp",
            "a@example.co.jo",
            "a@hotmial.com",
            "a@iclould.com",
            "a@yahoo.com.jp",
            "a@hotmail.co",
            "a@i.sofbank.jp",
        ],
        ["a@gmail.com", "a@mail.com", "a@yahoo.co.jp", "a@email.com", "a@ymail.com", "a@example.co.jp", "a@scn.ne.jp"],
    ),
    ("EMAIL-003", "email", ["a@mailinator.com", "a@sute.jp"], ["a@example.com", "a@gmail.com"]),
    (
        "EMAIL-004",
        "email",
        ["info@example.jp", "INFO@example.jp", "sales-tokyo@example.jp", "soumu@example.jp", "info2@example.jp"],
        ["yamada@example.jp", "mark@example.jp", "t.info@example.jp", "informatik.meier@example.de"],
    ),
    ("EMAIL-005", "email", ["noreply@example.jp", "no-reply@example.jp"], ["nora@example.jp"]),
    ("EMAIL-006", "email", ["a@example.jp; b@example.jp", "a@example.jp,b@example.jp"], ["a@example.jp"]),
    ("EMAIL-008", "email", ["太郎@example.co.jp"], ["taro@example.co.jp", "ｔａｒｏ@example.co.jp"]),
    (
        "PHONE-001",
        "phone",
        [
            "03-12345-5678",
            "000-0000-0000",
            "03-1234-567",
            "0312345",
            "電話する",
            "090-1234-56789",
            "1111111111",
            "03-0000-0000",
            "090-9999-9999",
        ],
        [
            "03-1234-5678",
            "03-3000-0000",
            "0422-51-5131",
            "06012345678",
            "+81-3-1234-5678",
            "+44 20 7946 0958",
            "03-1234-5678（代表）",
            "なし",
            "－",
        ],
    ),
    ("PHONE-002", "phone", ["312345678", "3-1234-5678", "9012345678", "312345678.0"], ["0312345678", "+81312345678"]),
    ("PHONE-003", "phone", ["9.01235E+09", "8.19E+11"], ["090-1234-5678"]),
    ("PHONE-004", "mobile", ["03-1234-5678"], ["090-1234-5678", "+81 90-1234-5678", "060-1234-5678"]),
    (
        "POST-001",
        "postal_code",
        ["100-000", "100-00012", "東京都", "100-000A", "abc"],
        ["100-0001", "〒100-0001", "1000001", "SW1A 1AA", "なし"],
    ),
    ("POST-002", "postal_code", ["123-4567", "999-0000"], ["100-0001", "5308201"]),
    ("POST-003", "postal_code", ["600001"], ["0600001", "060-0001"]),
    (
        "ADDR-001",
        "prefecture",
        ["東京部", "神奈川圏", "埼玉市"],
        ["東京都", "東京", "北海道", "京都", "Tokyo", "和歌山県"],
    ),
    (
        "DATE-001",
        "acquired_on",
        ["2024-02-30", "2024/13/01", "令和5年2月29日", "先月"],
        ["2024-02-29", "2024/3/5", "令和6年3月5日", "不明", "2024年5月", "H31.4.30", "二〇二四年三月五日", "05-Mar-24"],
    ),
    ("DATE-002", "acquired_on", ["2062-01-01", "2026-11-23"], ["2026-11-22", "2020-01-01"]),
    (
        "DATE-003",
        "birthday",
        ["昭和65年1月1日", "H31.5.1", "平成三十六年一月十日"],
        ["昭和64年1月7日", "平成三十年一月十日", "H31.4.30", "R1.5.1"],
    ),
    ("DATE-004", "acquired_on", ["03/05/2024", "24/03/05"], ["25/03/2024", "31/04/2024", "2024-03-05"]),
    ("DATE-005", "acquired_on", ["3月5日", "2024年5月"], ["2024-03-05"]),
    ("DATE-006", "acquired_on", ["45356"], ["2024-03-05", "20240305"]),
    ("DATE-007", "birthday", ["1850-01-01", "2025-01-01"], ["1980-01-01"]),
    (
        "NAME-001",
        "name",
        [
            "ご担当者様",
            "担当者",
            "各位",
            "社長",
            "お客様",
            "責任者",
            "不明",
            "なし",
            "N/A",
            "Unknown",
            "氏名不明",
            "none",
        ],
        ["山田 太郎", "長谷川 主税", "－", "José García", "林", "無着 成恭"],
    ),
    ("NAME-001", "given_name", ["不明", "なし", "N/A"], ["Nan", "Nil", "None"]),
    ("NAME-001", "middle_name", ["ご担当者様"], ["なし", "N/A"]),
    (
        "NAME-002",
        "name",
        ["総務部", "営業一課", "大阪支店", "マーケティング部", "Sales Department", "お客様相談室", "Marketing"],
        ["服部 一郎", "阿部 進", "園部", "矢部 課之"],
    ),
    (
        "NAME-003",
        "name",
        ["株式会社山田商事", "㈱丸山", "Acme Inc.", "NPO法人青葉", "株式會社丸山"],
        ["山田 商事", "Lincoln Ltdson"],
    ),
    (
        "NAME-004",
        "name",
        ["山田太郎1", "山?太郎", "田中@"],
        ["山田 太郎", "ジョン＝スミス", "O'Brien", "Smith, John", "山田太郎（ヤマダ）"],
    ),
    ("NAME-005", "name", ["山田部長", "代表取締役 山田太郎"], ["山田 太郎", "長田 係"]),
    (
        "NAME-006",
        "name",
        ["山田太郎、佐藤花子", "山田太郎 他2名"],
        ["山田太郎", "マリア・テレサ", "Smith, John", "N/A"],
    ),
    (
        "NAME-007",
        "name",
        ["テスト", "テスト太郎", "test", "dummy", "テスト テスト", "test test"],
        ["山田太郎", "Testa Maria", "手須戸 太郎"],
    ),
    ("KANA-001", "name_kana", ["山田太郎"], ["ヤマダ タロウ", "やまだ たろう"]),
    ("KANA-002", "name_kana", ["YAMADA TARO"], ["ヤマダ タロウ"]),
    ("KANA-003", "name_kana", ["ヤマダ★", "Ямада"], ["ヤマダ・タロウ", "ﾔﾏﾀﾞ ﾀﾛｳ", "サトー"]),
    ("KANA-005", "name_kana", ["ヤマダ1"], ["ヤマダ"]),
    ("COMP-001", "company", ["株式会社", "㈱"], ["株式会社青葉", "個人"]),
    (
        "COMP-002",
        "company",
        ["営業部", "第一営業部", "総務部総務課", "人事部 採用課", "情報システム部", "Sales Department"],
        [
            "株式会社営業部",
            "青葉県総務部",
            "営業倶楽部",
            "営業俱楽部",
            "企画室青葉",
            "技術研究所",
            "管理センター",
            "Design Department",
        ],
    ),
    ("DEPT-001", "department", ["部長"], ["部長室", "営業部"]),
    (
        "DEPT-003",
        "department",
        ["株式会社青葉", "青葉商店（株）", "有限会社三栄書店", "Aoba Trading Ltd.", "鈴木 一郎", "佐藤　花子"],
        [
            "営業部",
            "法人営業部",
            "学校法人担当",
            "株式会社担当課",
            "田中 工場",
            "東京 第一",
            "Corporate Sales",
            "Corp. Communications",
            "宮崎 第二",
            "石川 駐在",
            "林 業務",
        ],
    ),
    ("DEPT-002", "title", ["営業部", "第二開発課"], ["営業部長", "課長", "部長"]),
    (
        "CORP-001",
        "corporate_number",
        ["5010401067253", "9999999999999"],
        ["5010401067252", "T5010401067252", "７００００１２０５０００２"],
    ),
    ("CORP-002", "corporate_number", ["50104010672522", "12345"], ["5010401067252", "なし"]),
    ("CORP-003", "corporate_number", ["010401067252"], ["5010401067252"]),
    ("ID-001", "lead_id", ["12", "L-ILOU000000"], ["L-0123456789"]),
    (
        "URL-001",
        "url",
        ["https://localhost/", "ホームページ"],
        ["https://www.example.co.jp/", "example.co.jp", "なし", "準備中", "http://日本語.jp/"],
    ),
    ("URL-002", "url", ["http://192.0.2.10/"], ["https://www.example.co.jp/"]),
    (
        "TEXT-001",
        "company",
        [
            "譬ｪ蠑丈ｼ夂､ｾ縺ゅ♀縺ｰ",
            "æ ªå¼ä¼ç¤¾ã‚ã‚ªãƒ",
            "Š”Ž®‰ïŽÐ‚\xa0‚¨‚Î",
            "ŽR“c",
            "株式会社\ufffd\ufffd",
            "株式会社??商会",
            "〓〓商会",
            "□□□□",
            r"\u682a\u5f0f",
            "=?UTF-8?B?5qCq5byP?=",
            "%E6%A0%AA%E5%BC%8F",
            "&#26666;&#24335;",
            "????",
            "MÃ¼ller GmbH",
            "$B3t<02q<R(B",
        ],
        [
            "株式会社青葉",
            "Müller & Söhne GmbH",
            "Société Générale",
            "髙﨑商店",
            "Žižka a.s.",
            "A&Bカンパニー",
            "ほんとう？",
        ],
    ),
    ("TEXT-002", "company", ["青葉\u200b商事", "青葉\u202e商事", "青葉\x07"], ["青葉　商事", "青葉 商事"]),
    ("TEXT-003", "name", ["\ue000田 太郎"], ["髙田 太郎"]),
    (
        "TEXT-004",
        "note",
        ['=HYPERLINK("x")', "=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "+A1", "@B12"],
        ["-5度", "@abc1", "+81", "+81 3-1234-5678", "- 電話済み", "@tanaka"],
    ),
    ("TEXT-005", "company", ["#N/A", "#REF!", "#####"], ["#1商店"]),
    ("TEXT-006", "company", ["A&amp;B商事", "青葉<br>商事"], ["A&B商事", "<青葉>"]),
    ("TEXT-007", "name", ["山田\n太郎"], ["山田 太郎"]),
    ("SWAP-001", "name", ["03-1234-5678", "taro@example.jp", "https://example.jp"], ["山田 太郎"]),
    ("SWAP-001", "phone", ["taro@example.jp", "2024-05-01"], ["03-1234-5678", "090-1234-5678"]),
    ("SWAP-001", "email", ["03-1234-5678", "100-0001"], ["taro@example.jp"]),
    ("SWAP-001", "address", ["03-1234-5678", "taro@example.jp"], ["東京都千代田区丸の内1-1-1", "2024-5 パークビル"]),
    ("SWAP-001", "postal_code", ["東京都千代田区丸の内1-1-1"], ["100-0005 東京都千代田区丸の内1-1-1"]),
    ("CONS-001", "opt_out_email", ["要相談", "3月から"], ["1", "○", "", "2024-05-01", "停止"]),
    (
        "PURP-002",
        "purpose",
        ["マーケティング活動に利用するため", "事業活動", "業務上必要なため"],
        ["P01", RULES.purposes["P01"].text],
    ),
    ("PURP-003", "purpose", ["P99"], ["P01", "p01"]),
    ("PROV-002", "source", ["見学会"], ["名刺", "展示会2026", "card", "不明"]),
    ("PROV-004", "provenance", ["名刺をもらった"], ["2026-11-19 | card | 展示会 | P01 | card | "]),
]


@pytest.mark.parametrize(
    ("code", "field", "text"), [(code, field, text) for code, field, bad, _good in CELLS for text in bad]
)
def test_a_check_finds_what_it_is_for(code: str, field: str, text: str) -> None:
    assert code in codes_of({field: text})


@pytest.mark.parametrize(
    ("code", "field", "text"), [(code, field, text) for code, field, _bad, good in CELLS for text in good]
)
def test_a_check_leaves_what_is_right_alone(code: str, field: str, text: str) -> None:
    assert code not in codes_of({field: text})


ROWS: list[tuple[str, dict[str, str], dict[str, str]]] = [
    # code, a row it finds, a row it leaves alone
    ("EMAIL-007", {"email": "a@aoba.example.jp", "url": "https://wakaba.co.jp/"}, {"email": "a@aoba.co.jp", "url": "http://www.aoba.co.jp/x"}),
    ("EMAIL-007", {"email": "a@aoba.co.jp", "url": "https://midori.com"}, {"email": "a@gmail.com", "url": "https://midori.com"}),
    ("PHONE-005", {"phone": "011-222-3333", "prefecture": "福岡県"}, {"phone": "044-222-3333", "prefecture": "東京都"}),
    ("PHONE-005", {"phone": "06-6222-3333", "address": "東京都港区芝1-1"}, {"phone": "090-2222-3333", "address": "東京都港区芝1-1"}),
    ("POST-004", {"postal_code": "530-0001", "prefecture": "東京都"}, {"postal_code": "100-0001", "prefecture": "東京都"}),
    ("POST-004", {"postal_code": "0600001", "address": "大阪府大阪市北区1"}, {"postal_code": "498-0000", "address": "三重県桑名郡1"}),
    ("POST-005", {"postal_code": "150-0001", "address": "東京都港区芝1-1"}, {"postal_code": "150-0001", "address": "東京都渋谷区神宮前1-1"}),
    ("POST-005", {"postal_code": "060-0001", "prefecture": "北海道", "address": "函館市1-1"}, {"postal_code": "060-0001", "prefecture": "北海道", "address": "札幌市中央区1"}),
    ("POST-005", {"postal_code": "930-0221", "prefecture": "富山県", "city": "富山市"}, {"postal_code": "930-0221", "prefecture": "富山県", "city": "立山町"}),
    ("POST-006", {"postal_code": "100-0001", "address": "東京都千代田区丸の内1-9-1"}, {"postal_code": "100-0005", "address": "東京都千代田区丸の内1-9-1"}),
    ("POST-006", {"postal_code": "150-0001", "address": "東京都渋谷区恵比寿1-1"}, {"postal_code": "604-8005", "address": "京都府京都市中京区河原町通三条上る恵比須町427"}),
    ("POST-006", {"postal_code": "530-0001", "address": "大阪府大阪市北区中之島1-3"}, {"postal_code": "163-8001", "address": "東京都新宿区西新宿2-8-1"}),
    ("POST-006", {"postal_code": "1000001", "prefecture": "東京都", "city": "千代田区", "address": "丸の内1-9-1"}, {"postal_code": "106-6108", "address": "東京都港区六本木6-10-1 森タワー8F"}),
    ("ADDR-002", {"prefecture": "東京都", "address": "大阪府大阪市北区1"}, {"prefecture": "東京都", "address": "港区芝1-1"}),
    ("DATE-008", {"consent_on": "2020-01-01", "acquired_on": "2024-01-01"}, {"consent_on": "2024-02-01", "acquired_on": "2024-01-01"}),
    ("KANA-004", {"name": "佐藤 一郎", "name_kana": "スズキ イチロウ"}, {"name": "佐藤 一郎", "name_kana": "ｻﾄｳ ｲﾁﾛｳ"}),
    ("KANA-004", {"name": "山田 ひろし", "name_kana": "ヤマダ タカシ"}, {"name": "東海林 さだお", "name_kana": "ショウジ サダオ"}),
    ("KANA-004", {"name": "五十嵐 太郎", "name_kana": "イガ"}, {"name": "五十嵐 太郎", "name_kana": "いがらし たろう"}),
    ("KANA-004", {"family_name": "高橋", "family_name_kana": "タナカ"}, {"family_name": "高橋", "family_name_kana": "タカハシ"}),
    ("NAME-008", {"name": "青葉商事", "company": "青葉商事"}, {"name": "山田太郎", "company": "青葉商事"}),
    ("CONS-002", {"opt_out_email": "1", "subscribe_email": "○"}, {"opt_out_email": "0", "subscribe_email": "○"}),
    ("CONS-002", {"opt_out_all": "2024-05-01", "subscribe_post": "可"}, {"opt_out_email": "1", "subscribe_post": "可"}),
    ("CONS-003", {"opt_out_email": "0", "opt_out_email_on": "2024-05-01"}, {"opt_out_email": "1", "opt_out_email_on": "2024-05-01"}),
    ("CONS-004", {"email": "a@example.jp", "consent": "", "source": "リスト購入"}, {"email": "a@example.jp", "consent": "", "source": "名刺"}),
    ("CONS-004", {"email": "a@example.jp", "consent": "いいえ", "subscribe_email": "可"}, {"email": "a@example.jp", "consent": "", "subscribe_email": "可"}),
    ("CONS-004", {"email": "a@example.jp", "consent": "同意しない"}, {"email": "a@example.jp", "consent": "同意する"}),
    ("CONS-005", {"consent": "同意する", "consent_on": ""}, {"consent": "同意する", "consent_on": "2024-05-01"}),
    ("PURP-001", {"name": "山田", "purpose": "未定"}, {"name": "山田", "purpose": "P01"}),
    ("PROV-001", {"source": "不明", "acquired_on": "2024-05-01"}, {"source": "名刺", "acquired_on": "2024-05-01"}),
    ("PURP-001", {"name": "山田", "purpose": ""}, {"name": "山田", "purpose": "P01"}),
    ("PROV-001", {"source": "名刺", "acquired_on": ""}, {"source": "名刺", "acquired_on": "2024-05-01"}),
    ("STALE-001", {"last_contact_on": "2020-01-01", "acquired_on": "2019-01-01"}, {"last_contact_on": "2026-01-01", "acquired_on": "2019-01-01"}),
    ("REQ-002", {"name": "山田太郎", "email": "", "phone": ""}, {"name": "山田太郎", "email": "", "phone": "03-1234-5678"}),
    ("REQ-003", {"name": "", "company": "", "email": "a@example.jp"}, {"name": "", "company": "青葉", "email": "a@example.jp"}),
    ("ROW-001", {"name": "", "email": ""}, {"name": "山田", "email": ""}),
]  # fmt: skip

GOOD = {
    "name": "山本 美咲",
    "company": "株式会社若葉",
    "email": "m@wakaba.example.jp",
    "phone": "03-3333-4444",
    "source": "名刺",
    "acquired_on": "2026-05-01",
    "purpose": "P01",
}


@pytest.mark.parametrize(("code", "bad", "_good"), ROWS)
def test_a_row_check_finds_what_does_not_go_together(code: str, bad: dict[str, str], _good: dict[str, str]) -> None:
    others = [{**dict.fromkeys(bad, ""), **GOOD}] if code in ("REQ-002",) else []
    assert code in codes_of(bad, *others)


@pytest.mark.parametrize(("code", "_bad", "good"), ROWS)
def test_a_row_check_leaves_what_goes_together_alone(code: str, _bad: dict[str, str], good: dict[str, str]) -> None:
    assert code not in codes_of(good)


LISTS: list[tuple[str, list[dict[str, str]]]] = [
    ("SAME-001", [{"name": "山田太郎", "email": "y@example.jp"}, {"name": "佐藤花子", "email": "Y@example.jp"}]),
    ("SAME-002", [{"name": "山田太郎", "mobile": "090-1111-2222"}, {"name": "佐藤花子", "mobile": "09011112222"}]),
    ("SAME-003", [{"name": "山田太郎", "email": "y@example.jp"}, {"name": "山田太郎", "email": "y@example.jp"}]),
    ("SAME-004", [{"name": "山田太郎", "email": "y@example.jp"}, {"name": "山田　太郎", "email": "y@example.jp"}]),
    ("SAME-002", [{"name": "山田太郎", "phone": "090-1111-2222"}, {"name": "佐藤花子", "phone": "+81 90-1111-2222"}]),
    ("SAME-005", [{"company": "青葉商事", "phone": "03-1111-2222"}, {"company": "若葉産業", "phone": "0311112222"}]),
    (
        "EMAIL-009",
        [
            {"company": c, "email": f"{n}@aoba.co.jp"}
            for n, c in enumerate(["青葉商事", "青葉商事㈱", "(株)青葉商事", "若葉産業"])
        ],
    ),
    ("KANA-006", [{"name_kana": "サトウ"}] * 20 + [{"name_kana": "さとう"}]),
    ("ID-002", [{"lead_id": "L-0123456789", "name": "山田"}, {"lead_id": "L-0123456789", "name": "佐藤"}]),
    ("HEAD-003", [{"name": "山田", "fax": ""}]),
    ("REQ-004", [{"name": "山田", "email": ""}, {"name": "佐藤", "email": ""}]),
    ("PROV-003", [{"name": "山田", "email": "y@example.jp"}]),
]


@pytest.mark.parametrize(("code", "rows"), LISTS)
def test_a_list_check_finds_what_rows_and_columns_say_together(code: str, rows: list[dict[str, str]]) -> None:
    assert code in codes_of(*rows)


def test_shared_addresses_of_desks_and_the_same_person_twice_are_no_contradiction() -> None:
    assert "SAME-001" not in codes_of(
        {"name": "山田太郎", "email": "info@example.jp"},
        {"name": "佐藤花子", "email": "info@example.jp"},
        {"name": "高橋一郎", "email": "t@example.jp"},
        {"name": "髙橋　一郎", "email": "t@example.jp"},
    )


def test_colleagues_share_a_switchboard_and_a_domain() -> None:
    rows = [
        {"name": f"山田 {given}", "company": "青葉商事", "phone": "03-1111-2222", "email": f"{at}@aoba.co.jp"}
        for at, given in enumerate("一二三四五")
    ]
    assert not {"SAME-001", "SAME-002", "SAME-005", "EMAIL-009"} & codes_of(
        *rows, {**rows[0], "company": "青葉商事　大阪支店", "email": "x@aoba.co.jp"}
    )


@pytest.mark.parametrize(
    "text", ["株式会社ひまわり商店", "山田エンジニアリング", "東京都千代田区丸の内1-9-1", "ヤマダ タロウ"]
)
@pytest.mark.parametrize(
    ("written", "read", "errors"),
    [
        ("utf-8", "cp932", "replace"),
        ("utf-8", "cp932", "ignore"),
        ("utf-8", "latin-1", "strict"),
        ("utf-8", "cp1252", "ignore"),
        ("cp932", "latin-1", "strict"),
        ("cp932", "cp1252", "ignore"),
        ("cp932", "utf-8", "replace"),
        ("cp932", "euc_jp", "replace"),
        ("cp932", "mac_roman", "strict"),
        ("iso2022_jp", "ascii", "strict"),
    ],
)
def test_text_read_in_the_wrong_encoding_is_noticed_also_with_gaps(
    text: str, written: str, read: str, errors: str
) -> None:
    assert "TEXT-001" in codes_of({"company": text.encode(written).decode(read, errors)})


def test_headings_that_stand_twice_or_are_missing_are_told() -> None:
    leads = lead_list(["氏名", "電話", "電話", ""], [["山田", "03-1234-5678", "", "x"]], fields={"name": ColumnRef(0)})
    codes = [finding.code for finding in plan(leads, RULES, today=TODAY).findings]
    assert codes.count("HEAD-001") == 2
    assert codes.count("HEAD-002") == 1


def test_a_required_value_is_asked_of_each_lead_or_of_the_column() -> None:
    rules = replace(RULES, validate=replace(RULES.validate, required=("company", "purpose")))
    found = plan(list_of({"company": ""}, {"company": "青葉"}), rules, today=TODAY).findings
    assert [(f.row, f.field) for f in found if f.code == "REQ-001"] == [(None, "purpose"), (0, "company")]
    many = plan(list_of(*[{"company": "", "name": "山田"}] * 30), rules, today=TODAY).findings
    assert [(f.row, f.field) for f in many if f.code == "REQ-001"] == [(None, "purpose"), (None, "company")]


def test_phones_and_postal_codes_are_judged_by_the_country_of_their_row() -> None:
    here = {"phone": "030 126061", "postal_code": "10115", "country": "日本", "name": "x"}
    assert {"PHONE-001", "POST-001"} <= codes_of(here)
    for country in ("DE", "Germany", "ドイツ", "Deutschland", "Elbonia"):
        assert not {"PHONE-001", "POST-001"} & codes_of({**here, "country": country})


def test_the_check_digit_is_that_of_the_ordinance() -> None:
    from leadlist.checks.codes import check_digit

    assert check_digit("010401067252") == 5
    assert check_digit("000012050002") == 7


def test_every_check_has_cases_words_in_both_languages_and_an_explanation() -> None:
    tested = {code for code, *_rest in CELLS} | {code for code, *_rest in ROWS} | {code for code, _rows in LISTS}
    elsewhere = {"REQ-001", "HEAD-001", "HEAD-002", "EMAIL-010", "HEAD-004", "CONS-006"}  # below, and tests/operations
    assert CHECKS.keys() - tested == elsewhere
    for code, check in CHECKS.items():
        assert isinstance(check, Check)
        assert code == check.code
        for language in ("en", "ja"):
            use(language)
            text = explain(code)
            assert text.startswith(f"{code} ({severity_word(check.severity)})")
            assert "{" not in text
        use("en")


def test_formulas_that_were_never_calculated_are_no_empty_column() -> None:
    leads = list_of({"name": "山田", "company": "", "fax": ""}, {"name": "佐藤", "company": "", "fax": ""})
    leads = replace(leads, formulas=frozenset({(RowRef(0), leads.fields["company"])}))
    told = {finding.field: finding.code for finding in plan(leads, RULES, today=TODAY).findings if finding.row is None}
    assert told["company"] == "HEAD-004"
    assert told["fax"] == "HEAD-003"


def test_refusals_in_a_second_column_are_told() -> None:
    leads = lead_list(
        ["メール", "メール配信停止", "配信停止"],
        [["a@example.jp", "", "停止"], ["b@example.jp", "停止", ""]],
        fields={"email": ColumnRef(0), "opt_out_email": ColumnRef(1)},
    )
    [told] = [finding for finding in plan(leads, RULES, today=TODAY).findings if finding.code == "CONS-006"]
    assert (told.row, told.column, told.field) == (None, 2, "opt_out_email")
    assert "“メール配信停止” (leads: 1)" in told.message


def test_a_source_that_no_rule_knows_is_named() -> None:
    findings = plan(list_of({"source": "見学会"}, {"source": "名刺"}), RULES, today=TODAY).findings
    assert ["“見学会”" in finding.message for finding in findings if finding.code == "PROV-002"] == [True]


def test_an_unknown_code_has_no_explanation() -> None:
    with pytest.raises(UserError, match="NOPE-1"):
        explain("NOPE-1")
