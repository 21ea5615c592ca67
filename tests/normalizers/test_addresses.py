"""Addresses and postal codes, against the snapshot that ships."""

from dataclasses import replace

import pytest

from leadlist.normalizers import loose_key, match_key, normalize, postal_data, split
from leadlist.rules import load_rules

HYPHEN = replace(load_rules(), normalize=replace(load_rules().normalize, address_numbers="hyphen"))


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("東京都新宿区西新宿二丁目8番1号", "東京都新宿区西新宿2-8-1"),
        ("東京都新宿区西新宿二丁目八番一号", "東京都新宿区西新宿2-8-1"),
        ("新宿区西新宿２－８－１", "東京都新宿区西新宿2-8-1"),
        ("東京都 新宿区 西新宿 2-8-1", "東京都新宿区西新宿2-8-1"),
        ("東京都港区六本木６丁目１０番１号六本木ヒルズ３０Ｆ", "東京都港区六本木6-10-1 六本木ヒルズ30F"),
        ("東京都千代田区一番町25番地一番町ビル5階", "東京都千代田区一番町25 一番町ビル5階"),
        ("東京都新宿区西新宿2丁目8番1号　１０１号室", "東京都新宿区西新宿2-8-1 101号室"),
        ("横浜市中区本町6丁目50番地の10", "神奈川県横浜市中区本町6-50-10"),
        ("北海道札幌市中央区北1条西2丁目", "北海道札幌市中央区北1条西2丁目"),
        ("岩手県九戸郡洋野町種市第23地割27番地", "岩手県九戸郡洋野町種市第23地割27"),
        ("府中市宮西町2丁目24番地", "東京都府中市宮西町2-24"),
        ("府中市府川町315", "広島県府中市府川町315"),
        ("大阪狭山市狭山一丁目2384番地の1", "大阪府大阪狭山市狭山1-2384-1"),
        ("岩手花巻市花城町9番30号", "岩手県花巻市花城町9-30"),
    ],
)
def test_numbers_become_hyphens_where_the_rules_ask(typed: str, written: str) -> None:
    assert normalize("address", typed, HYPHEN) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("新宿区西新宿二丁目８番１号", "東京都新宿区西新宿二丁目8番1号"),
        ("東京都新宿区西新宿2―8―1", "東京都新宿区西新宿2-8-1"),
        ("東京都新宿区西新宿２ー８ー１　都庁", "東京都新宿区西新宿2-8-1 都庁"),
        ("千葉県鎌ヶ谷市新鎌ヶ谷2-6-1", "千葉県鎌ヶ谷市新鎌ヶ谷2-6-1"),
    ],
)
def test_numbers_stay_as_typed_by_default(typed: str, written: str) -> None:
    assert normalize("address", typed) == written


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("千葉県鎌ヶ谷市新鎌ヶ谷2-6-1", "鎌ケ谷市新鎌ケ谷二丁目6番1号"),
        ("北区上賀茂烏帽子ケ垣内町1", "京都府京都市北区上賀茂烏帽子ケ垣内町1番地"),
        ("上京区烏丸通今出川上る岡松町255", "京都市上京区岡松町255"),
        ("北海道札幌市北区東茨戸1-2-314-15", "札幌市北区東茨戸一条二丁目314-15"),
        ("千葉県旭市ハの74-2", "旭市ハ74番地2"),
        ("香川県高松市塩江町安原下第1号958-4", "高松市塩江町安原下第一号958番地4"),
        ("東京都千代田区紀尾井町一の三", "千代田区紀尾井町1-3"),
        ("名古屋市中区三の丸三丁目1番1号", "愛知県名古屋市中区三ノ丸3-1-1"),
        ("京都市中京区寺町通御池上る上本能寺前町488番地", "京都府京都市中京区上本能寺前町488"),
        ("京都市下京区烏丸通七条下る東塩小路町721-1", "京都府京都市下京区東塩小路町721-1"),
        ("長野県長野市大字鶴賀緑町1613番地", "長野市鶴賀緑町1613"),
        ("軽井沢町大字長倉2381-1", "長野県北佐久郡軽井沢町長倉2381-1"),
        ("札幌市中央区北一条西二丁目", "北海道札幌市中央区北1条西2丁目"),
        ("東京都千代田区霞が関1-2-1", "東京都千代田区霞ヶ関一丁目2番1号"),
        ("茨城県龍ケ崎市3710番地", "茨城県竜ヶ崎市3710"),
        ("〒163-8001 東京都新宿区西新宿2-8-1", "東京都新宿区西新宿2-8-1 都庁"),
    ],
)
def test_two_spellings_of_an_address_share_a_key(one: str, other: str) -> None:
    assert match_key("address", one) == match_key("address", other) != ""


@pytest.mark.parametrize("typed", ["府中市1-2-3", "中央区天神1-8-1", "静岡県浜松市中区元城町103-2", "山田村1-2"])
def test_a_prefecture_or_ward_that_is_not_certain_is_not_written(typed: str) -> None:
    assert normalize("address", typed, HYPHEN) == typed


@pytest.mark.parametrize("typed", ["東京都", "東京都新宿区", "府中市1-2-3", "なし", "同上", "－", ""])
def test_what_is_no_place_never_matches(typed: str) -> None:
    assert match_key("address", typed) == ""


def test_a_postal_code_before_an_address_is_offered_to_its_column() -> None:
    text = "〒163-8001 東京都新宿区西新宿2-8-1"
    assert normalize("address", text) == text
    assert split("address", text) == ("東京都新宿区西新宿2-8-1", {"postal_code": "163-8001"})
    assert split("address", "東京都新宿区西新宿2-8-1") == ("東京都新宿区西新宿2-8-1", {})


def test_parts_of_an_address_get_no_prefecture() -> None:
    assert normalize("city", "新宿区") == "新宿区"
    assert normalize("street", "西新宿２－８－１") == "西新宿2-8-1"
    assert match_key("street", "西新宿二丁目8番1号") == match_key("street", "西新宿2-8-1")


@pytest.mark.parametrize(
    ("typed", "written", "key"),
    [
        ("東京都中央区銀座4-5-6-3F", "東京都中央区銀座4-5-6-3F", "東京都中央区銀座4-5-6"),
        ("東京都中央区銀座1丁目2番3-405号室", "東京都中央区銀座1-2-3-405号室", "東京都中央区銀座1-2-3"),
        ("札幌市白石区本通1丁目北1-1", "北海道札幌市白石区本通1丁目北1-1", "北海道札幌市白石区本通1丁目北1-1"),
        ("東京都新宿区西新宿2の8の1", "東京都新宿区西新宿2-8-1", "東京都新宿区西新宿2-8-1"),
        ("長野県長野市大字南長野字幅下692-2", "長野県長野市大字南長野字幅下692-2", "長野県長野市南長野幅下692-2"),
        ("秋田県横手市十文字町字西下56", "秋田県横手市十文字町字西下56", "秋田県横手市十文字町西下56"),
        ("余市町黒川町1-1", "北海道余市町黒川町1-1", "北海道余市郡余市町黒川町1-1"),
        ("石川県羽咋市旭町ア200番地", "石川県羽咋市旭町ア200", "石川県羽咋市旭町ア200"),
        ("東京都千代田区丸の内", "東京都千代田区丸の内", "東京都千代田区丸の内"),
        ("1-9-1 Marunouchi, Tokyo", "1-9-1 Marunouchi, Tokyo", "1-9-1marunouchitokyo"),
    ],
)
def test_numbers_that_are_no_plain_chome_ban_go(typed: str, written: str, key: str) -> None:
    assert (normalize("address", typed, HYPHEN), match_key("address", typed, HYPHEN)) == (written, key)


def test_a_prefecture_without_its_last_letter_has_the_same_key() -> None:
    assert match_key("prefecture", "東京") == match_key("prefecture", "東京都") == "東京都"
    assert match_key("prefecture", "京都") == "京都府"
    assert match_key("prefecture", "北海") != match_key("prefecture", "北海道")
    assert match_key("prefecture", "なし") == ""


def test_the_loose_key_ends_at_the_town() -> None:
    assert loose_key("address", "新宿区西新宿2-8-1") == "東京都新宿区西新宿"


@pytest.mark.parametrize(
    ("typed", "written", "key"),
    [
        ("〒１００ー０００１", "100-0001", "1000001"),
        ("郵便番号：100-0001", "100-0001", "1000001"),
        ("1000001.0", "100-0001", "1000001"),
        ("600001", "060-0001", "0600001"),
        ("530-8201", "530-8201", "5308201"),
        ("1234567", "123-4567", ""),
        ("100-000", "100-000", ""),
        ("000-0000", "000-0000", ""),
        ("SW1A 1AA", "SW1A 1AA", "SW1A1AA"),
        ("なし", "なし", ""),
    ],
)
def test_postal_codes(typed: str, written: str, key: str) -> None:
    assert (normalize("postal_code", typed), match_key("postal_code", typed)) == (written, key)


def test_an_address_after_a_postal_code_is_offered_to_its_column() -> None:
    assert split("postal_code", "〒100-0001 東京都千代田区千代田") == ("100-0001", {"address": "東京都千代田区千代田"})


def test_the_snapshot_knows_towns_and_large_businesses() -> None:
    assert postal_data.places("1000001") == (postal_data.Place("東京都", "千代田区", "千代田", False),)
    assert postal_data.places("5308201")[0].business
    assert not postal_data.is_assigned("1234567")
    assert {place.prefecture for found in postal_data.snapshot().codes.values() for place in found} == set(
        postal_data.PREFECTURES
    )


def test_the_numbers_of_a_building_of_its_own_column_stay() -> None:
    assert normalize("building", "２０−２ビル", HYPHEN) == "20-2ビル"
    assert normalize("building", "第3丁目ビル", HYPHEN) == "第3丁目ビル"
    assert normalize("street", "渋谷2丁目21番1号", HYPHEN) == "渋谷2-21-1"
