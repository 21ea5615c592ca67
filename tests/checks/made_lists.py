"""Lists for judging the checks: one that is right, and the same with faults of forty kinds planted in it.

All people and firms are invented. Odd but right values are there on purpose: 服部 is no department, 一 is a name, carriers
once gave addresses such as a..b@docomo.ne.jp, and a village has a five-digit area code.
"""

import random

HEADINGS = {
    "lead_id": "リードID",
    "name": "氏名",
    "name_kana": "フリガナ",
    "company": "会社名",
    "department": "部署",
    "title": "役職",
    "email": "メールアドレス",
    "phone": "電話番号",
    "mobile": "携帯電話",
    "postal_code": "郵便番号",
    "prefecture": "都道府県",
    "address": "住所",
    "country": "国",
    "url": "URL",
    "corporate_number": "法人番号",
    "source": "取得元",
    "acquired_on": "取得日",
    "purpose": "利用目的",
    "consent": "同意",
    "consent_on": "同意日",
    "subscribe_email": "メルマガ配信可否",
    "opt_out_email": "配信停止",
    "last_contact_on": "最終接触日",
    "note": "備考",
}
Row = dict[str, str]

SURNAMES = [
    ("佐藤", "サトウ", "sato"), ("髙橋", "タカハシ", "takahashi"), ("渡邉", "ワタナベ", "watanabe"), ("山﨑", "ヤマザキ", "yamazaki"),
    ("服部", "ハットリ", "hattori"), ("阿部", "アベ", "abe"), ("長谷川", "ハセガワ", "hasegawa"), ("東海林", "ショウジ", "shoji"),
    ("五十嵐", "イガラシ", "igarashi"), ("林", "ハヤシ", "hayashi"), ("二階堂", "ニカイドウ", "nikaido"), ("小鳥遊", "タカナシ", "takanashi"),
    ("社本", "シャモト", "shamoto"), ("部谷", "ヘヤ", "heya"), ("課長谷", "カナガヤ", "kanagaya"), ("千葉", "チバ", "chiba"),
    ("大阪", "オオサカ", "osaka"), ("様似", "サマニ", "samani"), ("中島", "ナカシマ", "nakashima"), ("係田", "カカリタ", "kakarita"),
]  # fmt: skip
GIVEN = [
    ("一", "ハジメ", "hajime"), ("太郎", "タロウ", "taro"), ("さくら", "サクラ", "sakura"), ("マリア", "マリア", "maria"), ("美咲", "ミサキ", "misaki"),
    ("主税", "チカラ", "chikara"), ("健二", "ケンジ", "kenji"), ("のぞみ", "ノゾミ", "nozomi"), ("部子", "トモコ", "tomoko"), ("昇", "ノボル", "noboru"),
    ("久美子", "クミコ", "kumiko"), ("翔太", "ショウタ", "shota"), ("長介", "チョウスケ", "chosuke"), ("奈々", "ナナ", "nana"), ("正", "タダシ", "tadashi"),
]  # fmt: skip
FIRMS = [
    ("株式会社青葉精機", "aoba-seiki.co.jp"), ("100円商事株式会社", "100yen-shoji.co.jp"), ("有限会社ミドリ", "midori.example.jp"), ("合同会社A&B", "a-and-b.jp"),
    ("若葉・かえで法律事務所", "wakaba-kaede.jp"), ("医療法人社団楠会 くすのき病院", "kusunoki.or.jp"), ("24アワーズ株式会社", "24h.example.com"), ("株式会社テスト計測", "test-keisoku.co.jp"),
    ("NPO法人はるかぜ", "harukaze.or.jp"), ("株式会社ＤＸラボ", "dx-lab.jp"), ("㈱＝コンサルティング", "eq-con.jp"), ("青葉市役所", "city.aoba.lg.jp"),
]  # fmt: skip
PLACES = [
    ("100-0005", "東京都", "東京都千代田区丸の内1-9-1", "03-3212-4455"), ("060-0001", "北海道", "北海道札幌市中央区北1条西2丁目", "011-222-3344"),
    ("530-0001", "大阪府", "大阪府大阪市北区梅田3丁目1番1号", "06-6345-1122"), ("460-0008", "愛知県", "愛知県名古屋市中区栄3-4-5", "052-251-3344"),
    ("810-0001", "福岡県", "福岡県福岡市中央区天神2-3-4", "092-711-2233"), ("180-0004", "東京都", "武蔵野市吉祥寺本町1-2-3", "0422-51-5131"),
    ("220-0012", "神奈川県", "神奈川県横浜市西区みなとみらい2-2-1", "045-222-1144"), ("980-0811", "宮城県", "宮城県仙台市青葉区一番町4-5-6", "022-262-1144"),
    ("600-8216", "京都府", "京都府京都市下京区東塩小路町721-1", "075-361-2244"), ("100-2101", "東京都", "東京都小笠原村父島字東町152", "04998-2-3111"),
]  # fmt: skip
DEPARTMENTS = ["営業部", "第二開発課", "部品事業部", "総務課", "", "マーケティング本部", "社長室", "長期計画室"]
TITLES = ["部長", "課長", "主任", "", "代表取締役社長", "営業部長", "担当", "チーフエンジニア"]
ABROAD = [
    ("José García", "Lumière Verte SAS", "jgarcia@lumiere-verte.fr", "+33 1 42 68 53 00", "69002", "FR", "https://www.lumiere-verte.fr/"),
    ("Siobhán O'Brien", "Shamrock Data Ltd", "o'brien@shamrock-data.ie", "+353 1 679 3000", "D02 X285", "Ireland", "https://shamrock-data.ie"),
    ("Jürgen Müller-Lüdenscheidt", "Müller & Söhne GmbH", "j.mueller@mueller-soehne.de", "030 126061", "10115", "Deutschland", "http://mueller-soehne.de"),
    ("van der Berg, Anna", "Co-op Nederland B.V.", "anna@co-op.nl", "+31 20 624 1111", "1012 JS", "NL", "https://co-op.nl/contact?x=1"),
    ("McDONALD Ian", "Highland Test Systems plc", "ian.mcdonald+leads@highland-test.co.uk", "0131 496 0000", "EH1 1YZ", "UK", "https://highland-test.co.uk"),
    ("Žofie Šimková", "Říční lodě s.r.o.", "zofie.simkova@ricni-lode.cz", "+420 224 111 111", "110 00", "Czechia", "https://ricni-lode.cz"),
    ("Nguyễn Thị Hoa", "Sông Hồng JSC", "hoa@songhong.vn", "+84 24 3825 3000", "100000", "ベトナム", "https://songhong.vn"),
    ("王小明", "台北測量儀器股份有限公司", "ming@taipei-survey.com.tw", "+886 2 2712 3456", "105", "台湾", "https://taipei-survey.com.tw"),
    ("김민준", "한강정밀", "kim@hangang.co.kr", "+82 2-2100-3000", "04524", "韓国", "https://hangang.co.kr"),
    ("Ann Lee", "24/7 Optics Inc.", "ann.lee@247optics.com", "+1 212-555-0134", "10001-1234", "USA", "https://247optics.com"),
    ("Ó Súilleabháin Seán", "Cork Labs", "sean@corklabs.ie", "+353 21 427 1111", "T12 W8EF", "IE", "https://corklabs.ie"),
    ("Renée Zellner", "Alpenwerk AG", "renee@alpenwerk.ch", "+41 44 212 34 56", "8001", "Schweiz", "https://alpenwerk.ch/de/"),
]  # fmt: skip


def clean(number: int = 500) -> list[Row]:
    """So many leads with nothing wrong, half of them in Japan."""
    chance = random.Random(20261122)
    rows = []
    for at in range(number):
        row = _in_japan(at, chance) if at % 2 == 0 else _abroad(at)
        month = 1 + at % 10
        row |= {
            "lead_id": f"L-{at:010d}",
            "source": ("名刺", "展示会", "フォーム", "webinar")[at % 4],
            "acquired_on": (f"2026-{month:02}-1{at % 10}", f"2026/{month}/{1 + at % 27}", f"令和8年{month}月3日")[
                at % 3
            ],
            "purpose": "P01",
            "consent": ("同意する", "card", "explicit")[at % 3],
            "consent_on": f"2026-{month:02}-28",
            "subscribe_email": ("○", "1", "", "配信可")[at % 4],
            "opt_out_email": ("0", "", "×")[at % 3],
            "last_contact_on": f"2026-{month:02}-28",
            "note": ("", "- 電話済み", "来期予算を確認する", "A<B の件、+3日で回答", "=と書かれていた資料の件")[at % 5],
        }
        if at % 9 == 0:
            row |= {"subscribe_email": "", "opt_out_email": "2026-10-01"}
        rows.append({name: row.get(name, "") for name in HEADINGS})
    return rows


def _in_japan(at: int, chance: random.Random) -> Row:
    family, given = SURNAMES[at // 2 % len(SURNAMES)], GIVEN[at // 2 // len(SURNAMES) % len(GIVEN)]
    firm, domain = FIRMS[at // 2 % len(FIRMS)]
    code, prefecture, address, phone = PLACES[chance.randrange(len(PLACES))]
    row = {
        "name": f"{family[0]} {given[0]}",
        "name_kana": f"{family[1]} {given[1]}" if at % 3 else f"{family[1]}　{given[1]}",
        "company": firm,
        "department": DEPARTMENTS[at // 2 % len(DEPARTMENTS)],
        "title": TITLES[at // 2 % len(TITLES)],
        "email": f"{given[2]}.{family[2]}@{domain}",
        "phone": f"{phone[:-4]}{2100 + at // 2 % len(FIRMS) * 17}",
        "mobile": f"090-{2000 + at}-{(at * 7919) % 9000 + 1000}",
        "postal_code": code,
        "prefecture": prefecture,
        "address": address,
        "url": f"https://www.{domain}/" if at % 3 else "なし",
        "corporate_number": ("5010401067252", "", "T7000012050002")[at // 2 % 3],
    }
    odd = {10: "a..b@docomo.ne.jp", 24: "abc.@ezweb.ne.jp", 36: "taro+fair@gmail.com", 48: "h_ito-x@i.softbank.jp"}
    return row | ({"email": odd[at]} if at in odd else {})


def _abroad(at: int) -> Row:
    name, company, email, phone, code, country, url = ABROAD[at // 2 % len(ABROAD)]
    again = at // 2 // len(ABROAD)
    local, _at, domain = email.partition("@")
    return {
        "name": f"{name} {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[again]}." if again else name,
        "company": company,
        "title": ("Managing Director", "Head of Purchasing", "")[at // 2 % 3],
        "email": f"{local}.{again}@{domain}" if again else email,
        "phone": phone,
        "postal_code": code,
        "country": country,
        "url": url,
    }


FAULTS: list[tuple[str, str, list[str]]] = [
    # code expected, field, five texts that are wrong
    ("EMAIL-001", "email", ["taro.example.co.jp", "taro@@example.jp", "taro@example", "ta ro@example.jp", "ichiro@example..jp"]),
    ("EMAIL-002", "email", ["a.sato@gmial.com", "k.ito@yahoo.ne.jp", "mori@docomo.co.jp", "abe@example.con", "ueda@hotmial.com"]),
    ("EMAIL-003", "email", ["x1@mailinator.com", "x2@guerrillamail.com", "x3@yopmail.com", "x4@sute.jp", "x5@10minutemail.com"]),
    ("EMAIL-004", "email", ["info@midori.example.jp", "sales@a-and-b.jp", "contact@dx-lab.jp", "soumu@kusunoki.or.jp", "support@24h.example.com"]),
    ("EMAIL-005", "email", ["noreply@midori.example.jp", "no-reply@a-and-b.jp", "donotreply@dx-lab.jp", "no_reply@aoba.jp", "noreply-jp@24h.example.com"]),
    ("PHONE-001", "phone", ["03-12345-6789", "000-0000-0000", "03-1234", "090-1234-567", "05-1234-5678-9"]),
    ("PHONE-002", "phone", ["332124455", "3-3212-4455", "9012345678", "662223333", "52-251-3344"]),
    ("PHONE-003", "phone", ["8.13321E+11", "9.01E+09", "3.32124E+09", "8.1901E+11", "1.2E+10"]),
    ("PHONE-004", "mobile", ["03-3212-4455", "0422-51-5131", "06-6345-1122", "092-711-2233", "011-222-3344"]),
    ("POST-001", "postal_code", ["100-00", "10000051", "100-000", "千代田", "1-0-0"]),
    ("POST-002", "postal_code", ["123-4567", "999-9998", "100-9999", "555-9999", "890-9999"]),
    ("POST-003", "postal_code", ["600001", "100001", "400001", "300801", "200021"]),
    ("ADDR-001", "prefecture", ["東京部", "大坂府", "神奈川圏", "埼玉市", "北海"]),
    ("DATE-001", "acquired_on", ["2024-02-30", "2025/13/01", "令和7年4月31日", "先週", "2024-00-10"]),
    ("DATE-002", "acquired_on", ["2062-01-01", "2027-01-01", "令和18年1月1日", "2126/5/3", "2026-12-24"]),
    ("DATE-004", "acquired_on", ["03/05/2024", "5/6/2025", "24/03/05", "1-2-2025", "09/10/26"]),
    ("DATE-006", "acquired_on", ["45356", "45900", "46000", "46001", "45777"]),
    ("DATE-007", "acquired_on", ["1900-01-01", "1924-05-01", "0026-05-01", "1899-12-31", "1926/4/1"]),
    ("NAME-001", "name", ["ご担当者様", "担当者", "採用ご担当", "各位", "代表取締役"]),
    ("NAME-002", "name", ["総務部", "営業二課", "名古屋支店", "マーケティング部", "人事担当"]),
    ("NAME-003", "name", ["株式会社あさひ", "㈲ゆうひ", "合同会社みなと", "Harbour Ltd", "(株)はこだて"]),
    ("NAME-004", "name", ["山田太郎1", "鈴?一郎", "中村 #2", "伊藤%", "森 太郎!"]),
    ("NAME-005", "name", ["山田部長", "代表取締役 鈴木一郎", "田中課長", "社長 森一郎", "伊藤主任"]),
    ("NAME-006", "name", ["山田太郎、鈴木花子", "田中 他2名", "佐藤／伊藤", "森 & 林", "中村一郎、中村二郎"]),
    ("NAME-007", "name", ["テスト", "テスト太郎", "test", "ダミー", "サンプル 太郎"]),
    ("KANA-001", "name_kana", ["山田 タロウ", "鈴木", "田中 一郎", "ヤマダ 太郎", "森"]),
    ("KANA-003", "name_kana", ["ヤマダ★", "ヤマダ/タロウ", "ヤマダ*", "ヤマ■", "Ямада"]),
    ("KANA-004", "name_kana", ["ス", "ア", "ン", "イ", "ロ"]),
    ("CORP-001", "corporate_number", ["5010401067253", "1234567890123", "7000012050003", "9999999999999", "4010401067252"]),
    ("CORP-002", "corporate_number", ["50104010672", "T50104010672521", "12345", "5010401-0672", "T123"]),
    ("URL-001", "url", ["https://localhost/", "http://example", "ホームページあり", "https://", "www"]),
    ("TEXT-001", "company", ["譬ｪ蠑丈ｼ夂､ｾ縺ゅ♀縺ｰ", "Š”Ž®‰ïŽÐ‚¨‚Î", "株式会社\ufffd\ufffd", "????????", "æ ªå¼ä¼ç¤¾ã‚ã‚ªãƒ"]),
    ("TEXT-002", "company", ["株式\u200b会社青葉", "青葉\ufeff商事", "青葉\u202e商事", "若葉\u2060", "若葉\x0b商事"]),
    ("TEXT-003", "name", ["\ue000橋 一郎", "山\ue123 花子", "\uf8f0 太郎", "吉\ue001 茂", "\ue757田 太郎"]),
    ("TEXT-004", "note", ["=HYPERLINK(\"http://x\")", "=1+1", "@SUM(A1:A9)", "=cmd|' /C calc'!A0", "+cmd|x"]),
    ("TEXT-005", "company", ["#N/A", "#REF!", "#VALUE!", "########", "#NAME?"]),
    ("TEXT-006", "company", ["青葉&amp;若葉", "青葉<br>商事", "&lt;若葉&gt;", "A&#38;B", "<p>若葉</p>"]),
    ("SWAP-001", "name", ["taro@example.jp", "03-1234-5678", "https://example.jp/", "2024-05-01", "東京都千代田区丸の内1-1-1"]),
    ("CONS-001", "opt_out_email", ["要相談", "？", "3月から", "本人に確認中", "△"]),
    ("PURP-002", "purpose", ["マーケティング活動に利用するため", "事業活動のため", "お客様のサービスの向上", "営業活動", "各種ご案内"]),
]  # fmt: skip


def planted() -> tuple[list[Row], list[tuple[int, str, str]]]:
    """The list with 200 faults, one a row, and where they are: row, field, code."""
    rows = clean()
    places = iter(range(0, 500, 2))
    faults = []
    for code, field, texts in FAULTS:
        for text in texts:
            at = next(places)
            rows[at] = {**rows[at], field: text}
            if code == "KANA-004":
                rows[at]["name"] = "山本 ひろし"
            faults.append((at, field, code))
    return rows, faults
