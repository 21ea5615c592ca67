"""More exports and hand-made lists (`more_exports.txt`): what each column holds, and that nothing else is taken for it."""

import re
from pathlib import Path

import pytest

from leadlist.leads import lead_list
from leadlist.recognition import recognize
from leadlist.rules import load_rules

RULES = load_rules()
LISTS = dict(
    block.split("\n", 1)
    for block in re.split("^## ", Path(__file__).with_name("more_exports.txt").read_text(encoding="utf-8"), flags=re.M)[
        1:
    ]
)
VALUES = {
    "01": ("1", "0", "1", "1", "0"),
    "abc": ("A", "B", "C", "A", "B"),
    "addr_ko": ("서울특별시 중구 세종대로 110", "부산광역시 해운대구 1", "서울특별시 강남구 2", "대전광역시 서구 3", "인천광역시 남동구 4"),
    "addr_zh": ("北京市朝阳区建国路88号", "上海市浦东新区世纪大道1号", "深圳市南山区科技路2号", "广州市天河区天河路3号", "杭州市西湖区文三路4号"),
    "address": ("東京都渋谷区渋谷2-21-1", "大阪府大阪市北区梅田3-1-3", "愛知県名古屋市中区錦3-4-6", "北海道札幌市中央区大通西1-1", "福岡県福岡市中央区天神1-8-1"),
    "address_en": ("1 Market St", "350 Fifth Ave", "10 Downing St", "5 Main Rd", "77 Elm St"),
    "birthday": ("1980/01/02", "1975/05/06", "1990/12/31", "1988/07/07", "1969/03/15"),
    "building": ("渋谷ビル3F", "梅田タワー20階", "", "大通ビル", "天神センタービル"),
    "cc": ("JP", "US", "DE", "JP", "FR"),
    "city": ("渋谷区", "大阪市北区", "名古屋市中区", "札幌市中央区", "福岡市中央区"),
    "city_en": ("San Francisco", "Berlin", "London", "Paris", "New York"),
    "company": ("株式会社山田商事", "佐藤工業株式会社", "有限会社鈴木", "高橋建設株式会社", "合同会社伊藤"),
    "company_en": ("Example Inc.", "Muster GmbH", "Acme Corp.", "Sample LLC", "Northwind Ltd"),
    "company_kana": ("ヤマダショウジ", "サトウコウギョウ", "スズキ", "タカハシケンセツ", "イトウ"),
    "company_ko": ("예시 주식회사", "(주)샘플", "주식회사 테스트", "한국예제", "(주)보기"),
    "company_zh": ("北京某某科技有限公司", "上海例子贸易有限公司", "深圳样本电子有限公司", "广州测试实业有限公司", "杭州示例网络有限公司"),
    "corporate_number": ("8700110005901", "5010401067252", "1180301018771", "7000012050002", "8700110005901"),
    "country": ("Japan", "USA", "Germany", "Japan", "France"),
    "date": ("2024/03/05", "2024/04/01", "2023/12/10", "2024/01/15", "2024/02/20"),
    "department": ("営業部", "総務部", "開発部", "人事部", "経理部"),
    "dmy": ("05 Mar 2024", "12 Jan 2023", "30 Apr 2022", "01 Feb 2024", "15 Nov 2023"),
    "doui": ("同意する", "同意する", "同意する", "同意する", "同意する"),
    "email": ("taro@example.jp", "hanako@example.com", "ichiro@example.net", "keiko@example.org", "ken@example.co.jp"),
    "empty": ("", "", "", "", ""),
    "family_en": ("Yamada", "Smith", "Brown", "Novak", "Garcia"),
    "family_kana": ("ヤマダ", "サトウ", "スズキ", "タカハシ", "イトウ"),
    "family_name": ("山田", "佐藤", "鈴木", "高橋", "伊藤"),
    "family_name_kana": ("ヤマダ", "サトウ", "スズキ", "タカハシ", "イトウ"),
    "fax": ("03-1234-5679", "06-6123-4568", "052-123-4568", "011-231-1235", "092-711-1235"),
    "fbid": ("l:1234567890123", "l:2234567890123", "l:3234567890123", "l:4234567890123", "l:5234567890123"),
    "gender": ("男性", "女性", "男性", "女性", "男性"),
    "geo": ("35.68", "34.70", "43.06", "33.59", "35.18"),
    "given": ("洋子", "", "", "美咲", ""),
    "given_en": ("Taro", "Jane", "John", "Anna", "Luis"),
    "given_kana": ("タロウ", "ハナコ", "イチロウ", "ケイコ", "ケン"),
    "given_name": ("太郎", "花子", "一郎", "恵子", "健"),
    "given_name_kana": ("タロウ", "ハナコ", "イチロウ", "ケイコ", "ケン"),
    "hai": ("はい", "いいえ", "はい", "はい", "いいえ"),
    "haishin": ("配信可", "配信停止", "配信可", "配信可", "配信可"),
    "haishin2": ("許可", "拒否", "許可", "許可", "許可"),
    "hon": ("Mr.", "Ms.", "Mr.", "Dr.", "Mr."),
    "hon_co": ("御中", "御中", "様", "御中", "御中"),
    "hon_de": ("Herr", "Frau", "Herr", "Frau", "Herr"),
    "hon_fr": ("M.", "Mme", "M.", "Mme", "M."),
    "honorific": ("様", "様", "先生", "様", "様"),
    "id": ("a8f3k2", "b91ms0", "c77x1z", "d02p9q", "e5t6u7"),
    "industry": ("製造業", "小売業", "IT", "建設業", "医療"),
    "invoice_number": ("T8700110005901", "T5010401067252", "T1180301018771", "T7000012050002", ""),
    "ip": ("192.0.2.1", "192.0.2.7", "198.51.100.3", "203.0.113.9", "192.0.2.44"),
    "iso": ("2024-03-05T10:00:00+0900", "2024-03-06T11:00:00+0900", "2024-03-07T12:00:00+0900", "2024-03-08T13:00:00+0900", "2024-03-09T14:00:00+0900"),
    "kaka": ("可", "不可", "可", "可", "可"),
    "kibou": ("希望する", "希望しない", "希望する", "希望する", "希望しない"),
    "liurl": ("https://www.linkedin.com/in/a", "https://www.linkedin.com/in/b", "https://www.linkedin.com/in/c", "https://www.linkedin.com/in/d", "https://www.linkedin.com/in/e"),
    "long": ("資料を送ってほしい", "特になし", "見積りを希望します", "", "後日連絡"),
    "maru": ("○", "×", "○", "○", "×"),
    "md": ("01/02", "05/06", "12/31", "07/07", "03/15"),
    "mf": ("M", "F", "M", "F", "M"),
    "mobile": ("090-1234-5678", "080-1234-5678", "070-1234-5678", "090-2345-6789", "080-3456-7890"),
    "name": ("山田 太郎", "佐藤 花子", "鈴木 一郎", "高橋 恵子", "伊藤 健"),
    "name_en": ("Taro Yamada", "Jane Smith", "John Brown", "Anna Novak", "Luis Garcia"),
    "name_kana": ("ヤマダ タロウ", "サトウ ハナコ", "スズキ イチロウ", "タカハシ ケイコ", "イトウ ケン"),
    "name_ko": ("김철수", "이영희", "박민수", "최지우", "정하나"),
    "name_zh": ("王伟", "李娜", "张敏", "刘洋", "陈静"),
    "note": ("要フォロー", "", "展示会で面談", "", "既存"),
    "num": ("1204", "88", "15320", "402", "67"),
    "phone": ("03-1234-5678", "06-6123-4567", "052-123-4567", "011-231-1234", "092-711-1234"),
    "phone_cn": ("+86 138 0013 8000", "+86 139 0013 9000", "+86 10 1234 5678", "+86 21 6123 4567", "+86 137 0013 7000"),
    "phone_kr": ("+82 2-1234-5678", "+82 10-1234-5678", "+82 31-123-4567", "+82 51-123-4567", "+82 10-2345-6789"),
    "phone_us": ("+1 415-555-2671", "+1 212-555-0123", "+44 20 7946 0958", "+1 650-253-0000", "+49 30 123456"),
    "postal_code": ("150-0002", "530-0001", "460-0003", "060-0042", "810-0001"),
    "prefecture": ("東京都", "大阪府", "愛知県", "北海道", "福岡県"),
    "seq": ("1", "2", "3", "4", "5"),
    "state": ("CA", "NY", "TX", "WA", "IL"),
    "street": ("渋谷2-21-1", "梅田3-1-3", "錦3-4-6", "大通西1-1", "天神1-8-1"),
    "sub": ("SUBSCRIBED", "UNSUBSCRIBED", "SUBSCRIBED", "NEVER_SUBSCRIBED", "SUBSCRIBED"),
    "tf": ("false", "true", "false", "false", "true"),
    "title": ("部長", "課長", "主任", "係長", "代表取締役"),
    "title_en": ("Sales Manager", "CEO", "Engineer", "Director", "CTO"),
    "url": ("https://example.jp", "https://www.example.com", "http://example.net", "https://example.org", "https://example.co.jp"),
    "w": ("一般", "Web", "紹介", "A", "その他"),
    "zip": ("94105", "10001", "75201", "98101", "60601"),
    "zip3": ("150", "530", "460", "060", "810"),
    "zip4": ("0002", "0001", "0003", "0042", "0001"),
    "zip6": ("100022", "200120", "518057", "510620", "310012"),
}  # fmt: skip
"""Five values of each kind, which is mostly the name of the field."""


@pytest.mark.parametrize("title", LISTS)
def test_every_column_is_known_for_what_it_is(title: str) -> None:
    columns = [part.strip().rpartition("=") for part in LISTS[title].strip().split(" | ")]
    wanted = [(heading, *said.partition(":")[::2]) for heading, _sign, said in columns]
    rows = [list(row) for row in zip(*(VALUES[kind or field] for _heading, field, kind in wanted), strict=True)]
    found = recognize(lead_list([heading for heading, _field, _kind in wanted], rows), RULES).columns
    assert [(c.heading, c.field or "-") for c in found] == [(heading, field) for heading, field, _kind in wanted]
