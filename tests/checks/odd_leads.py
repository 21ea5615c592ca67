"""500 leads with nothing wrong and much that is odd: rare surnames, one-letter ones, long names of firms, schools,
courts and hospitals, 大字, 条丁目 and Kyoto's streets, leads of 17 countries with their own numbers and codes.

All people and firms are invented; towns and codes are those of the postal data. Written before anyone looked at the checks.
"""

import random

from leadlist.normalizers import postal_data
from leadlist.normalizers.registration import check_digit

HEADINGS = (
    *("会社名", "会社名カナ", "部署名", "役職", "姓", "名", "セイ", "メイ", "メール", "電話", "携帯", "FAX", "郵便番号", "都道府県"),
    *("市区町村", "番地", "建物名", "国", "Webサイト", "法人番号", "生年月日", "取得元", "取得日", "利用目的", "同意", "同意日"),
    *("メール配信可否", "配信停止", "最終接触日", "備考"),
)  # fmt: skip
Row = dict[str, str]

SURNAMES = [
    ("勘解由小路", "カデノコウジ"), ("四月一日", "ワタヌキ"), ("八月一日", "ホヅミ"), ("月見里", "ヤマナシ"), ("小鳥遊", "タカナシ"), ("御手洗", "ミタライ"),
    ("百目鬼", "ドウメキ"), ("一", "ニノマエ"), ("九", "イチジク"), ("長宗我部", "チョウソカベ"), ("伊集院", "イジュウイン"), ("勅使河原", "テシガワラ"),
    ("左衛門三郎", "サエモンサブロウ"), ("五月女", "ソウトメ"), ("十", "ツナシ"), ("毒島", "ブスジマ"), ("部坂", "ヘサカ"), ("支倉", "ハセクラ"),
    ("会田", "アイダ"), ("組田", "クミタ"), ("薬袋", "ミナイ"), ("纐纈", "コウケツ"), ("生田目", "ナマタメ"), ("㐂多", "キタ"), ("𠮷川", "ヨシカワ"),
    ("﨑山", "サキヤマ"), ("𣘺口", "ハシグチ"), ("神", "ジン"), ("栁", "ヤナギ"), ("髙", "タカ"), ("邊見", "ヘンミ"), ("齋", "サイ"), ("局", "ツボネ"),
    ("係", "カカリ"), ("店田", "ミセタ"), ("室", "ムロ"), ("課", "カ"), ("院田", "インダ"), ("社", "ヤシロ"), ("御代", "ミヨ"), ("主", "アルジ"),
    ("所", "トコロ"), ("金", "キム"), ("李", "イ"), ("王", "オウ"), ("グエン", "グエン"), ("サントス", "サントス"), ("ハッサン", "ハッサン"),
    ("よし", "ヨシ"), ("安孫子", "アビコ"), ("我孫子", "アビコ"), ("新垣", "アラカキ"), ("東恩納", "ヒガオンナ"), ("具志堅", "グシケン"), ("喜屋武", "キャン"),
    ("知花", "チバナ"), ("仲村渠", "ナカンダカリ"), ("波平", "ナミヒラ"), ("南風原", "ハエバル"), ("二宮", "ニノミヤ"), ("三", "ミツ"), ("万", "ヨロズ"),
    ("円", "マドカ"), ("東", "アズマ"), ("本", "モト"), ("田", "デン"), ("服部", "ハットリ"), ("工", "タクミ"), ("監物", "ケンモツ"),
    ("主税", "チカラ"),
]  # fmt: skip
GIVEN = [
    ("一二三", "ヒフミ"), ("心愛", "ココア"), ("光宙", "ピカチュウ"), ("凜", "リン"), ("エミ子", "エミコ"), ("よし江", "ヨシエ"), ("登志夫", "トシオ"),
    ("之", "ユキ"), ("メアリー", "メアリー"), ("アイン", "アイン"), ("ティ ハー", "ティ ハー"), ("三郎", "サブロウ"), ("昂", "スバル"), ("巴", "トモエ"),
    ("嗣人", "ツグト"), ("瑠", "ル"), ("千", "セン"), ("ノブ", "ノブ"), ("壱", "イチ"), ("士門", "シモン"), ("みすゞ", "ミスズ"), ("奈々", "ナナ"),
    ("正午", "ショウゴ"), ("七", "ナナ"), ("試", "ココロミ"), ("部", "シトミ"), ("長", "オサム"), ("ゑい", "エイ"), ("たみ", "タミ"),
]  # fmt: skip
FIRMS = [
    "一般社団法人日本設備保全技術向上推進協議会", "国立大学法人青葉大学大学院工学研究科", "青葉市立第三中学校", "学校法人青葉学園 青葉幼稚園", "医療法人社団青葉会 青葉総合病院", "青葉県庁",
    "青葉市教育委員会", "財務省青葉財務局", "在日アオバ国大使館", "公益財団法人青葉文化振興財団", "独立行政法人青葉研究機構", "宗教法人青葉寺", "生活協同組合コープあおば", "青葉農業協同組合",
    "青葉商工会議所", "NPO法人あおばの森を育てる会", "青葉有限責任事業組合", "株式会社ABC&D", "株式会社3.14", "有限会社カメラのあおば", "税理士法人あおば", "弁護士法人青葉法律事務所",
    "株式会社テスト工業", "ダミーヘッド株式会社", "株式会社サンプル製作所", "お仕事部株式会社", "合同会社名無し", "株式会社あおばホールディングスグループマネジメントアンドコンサルティングサービス",
    "あおば社労士事務所", "株式会社営業製作所", "総務システム株式会社", "青葉消防局", "青葉警察署", "青葉税務署", "青葉信用金庫 本店営業部", "株式会社青葉銀行 事務センター",
    "セブン-アオバ・ジャパン株式会社", "株式会社アオバ(旧:若葉工業)", "あおば歯科", "喫茶 あおば", "スナック・アオバ", "有限会社あおば屋", "株式会社-A-", "㈱青葉", "株式会社青葉？",
    "株式会社！あおば", "mixあおば株式会社", "(株)青葉 東北支店", "青葉第二小学校PTA", "第101管理組合", "あおばマンション管理組合法人", "陸上自衛隊青葉駐屯地", "青葉地方裁判所",
    "社会福祉法人青葉福祉会 特別養護老人ホームあおば荘", "青葉漁業協同組合連合会", "株式会社青葉＝ワークス",
]  # fmt: skip
DEPARTMENTS = [
    "", "DX推進本部 デジタル企画統括部 第一企画グループ", "工学部 機械工学科", "小児科", "総合診療科", "学生課", "広報広聴課", "第3事業部（海外）", "部品部", "社長室",
    "取締役会事務局", "R&Dセンター", "お客様相談室", "産業医", "厨房", "1F受付", "生産技術部/品質保証部", "PTA本部",
]  # fmt: skip
TITLES = [
    "", "部長代理心得", "学長", "院長", "理事長", "一等陸佐", "参事官", "特任准教授", "店長", "副店長 兼 バイヤー", "住職", "会長", "主査", "看護師長", "Ph.D.",
    "VP, Sales & Operations", "パート", "組合長", "支配人", "人事担当", "執行役員CFO", "マネージャー（採用）",
]  # fmt: skip
BUILDINGS = [
    "", "青葉ビル3F", "レジデンス青葉 101号室", "A棟", "（株）青葉内", "地下1階", "青葉様方", "青葉郵便局私書箱12号", "No.5ビル 502", "ＪＰタワー名古屋",
]  # fmt: skip
NOTES = [
    "", "前回+5%で見積り済み", "-", "=", "@青葉さん経由", "1+1=2と説明", "<重要>と記載あり", "折返し090番へ", "A&B社と競合", "★要フォロー", "縁故", "ã は無し",
    "#12 参照", "担当：青葉\n次回訪問", "なし", "10/5 TEL済", "文字化けではない：縺れ糸の話",
]  # fmt: skip
LINES = {
    "北海道": ("011-221-%04d", "0166-22-%04d", "0155-24-%04d"),
    "青森県": ("017-722-%04d",),
    "東京都": ("03-3212-%04d", "0422-51-%04d", "042-521-%04d"),
    "京都府": ("075-361-%04d",),
    "沖縄県": ("098-866-%04d",),
    "大阪府": ("06-6345-%04d",),
    "愛知県": ("052-251-%04d",),
    "岩手県": ("019-622-%04d",),
    "長野県": ("026-226-%04d",),
    "福岡県": ("092-711-%04d",),
    "石川県": ("076-221-%04d",),
    "岐阜県": ("058-262-%04d", "05769-6-%04d"),
    "奈良県": ("0742-22-%04d",),
    "鹿児島県": ("099-224-%04d",),
    "広島県": ("082-241-%04d",),
    "新潟県": ("025-222-%04d",),
    "宮城県": ("022-262-%04d",),
}  # fmt: skip
"""A line of each prefecture, with its area code."""
PLACES = [
    ("600-8008", "京都府", "京都市下京区", "四条通烏丸東入長刀鉾町8"),
    ("604-8571", "京都府", "京都市中京区", "寺町通御池上る上本能寺前町488"),
    ("163-8001", "東京都", "新宿区", "西新宿2-8-1"),
    ("100-8111", "東京都", "千代田区", "千代田1-1"),
    ("060-0001", "北海道", "札幌市中央区", "北1条西2丁目"),
    ("060-8611", "北海道", "札幌市中央区", "北一条西二丁目"),
    ("100-2101", "東京都", "小笠原村", "父島字西町"),
    ("070-0036", "北海道", "旭川市", "6条通9丁目46"),
    ("080-0015", "北海道", "帯広市", "西5条南7丁目1番地"),
    ("028-8392", "岩手県", "下閉伊郡普代村", "第9地割字銅屋13番地2"),
    ("380-8512", "長野県", "長野市", "大字鶴賀緑町1613番地"),
    ("900-8585", "沖縄県", "那覇市", "泉崎一丁目1番1号"),
]
SOURCES = ("名刺", "展示会", "Webフォーム", "紹介", "セミナー", "電話")
PURPOSES = (
    "製品カタログの送付と展示会のご案内のため",
    "セミナー開催のご案内をメールでお送りするため",
    "見積りへの回答と保守契約のご案内のため",
)
ABROAD = [  # country, company, family name, given name, mail, phone, code, state, city, street, web site
    ("USA", "Brooks & Daughters, LLC", "O’Connor-Smith", "Mary Ann", "mary.oconnor@brooksdaughters.com", "(212) 736-5%03d", "10118-0110", "NY", "New York", "350 Fifth Avenue, Suite 5%03d", "https://www.brooksdaughters.com"),
    ("United States", "The 8th Street Co-op, Inc.", "St. John", "J.R.", "jr@8thstreet.coop", "+1 415-555-2%03d", "94107", "CA", "San Francisco", "PO Box 1%03d", ""),
    ("米国", "Null Corporation", "Null", "Christopher", "chris@nullcorp.com", "1-800-275-2%03d", "30301", "Georgia", "Atlanta", "1 Peachtree St NE", "https://nullcorp.com/a?b=1"),
    ("UK", "Llanfair Housing Association plc", "Ap Rhys", "Siân", "sian@llanfair.org.uk", "01248 714%03d", "LL61 5UJ", "Anglesey", "Llanfairpwll", "Station Yard", "https://llanfair.org.uk"),
    ("イギリス", "University of Testbury", "Featherstonehaugh", "Nigel", "n.featherstonehaugh@testbury.ac.uk", "+44 (0)20 7946 0%03d", "SW1A 1AA", "", "London", "12 Test Lane", ""),
    ("Germany", "Müller Präzisions-Werkzeugbau GmbH & Co. KG", "von und zu Guttenburg", "Karl-Theodor", "kt.guttenburg@mueller-pw.de", "+49 (0)89 1234%03d", "80331", "Bayern", "München", "Straße des 17. Juni 135", "http://www.mueller-pw.de"),
    ("ドイツ", "Stadtwerke Neustadt AöR", "Meier", "Jörg", "joerg.meier@sw-neustadt.de", "030 2345%03d", "10117", "Berlin", "Berlin", "Postfach 10 12 34", ""),
    ("France", "L'Atelier d'Été SARL", "d'Estaing", "Hélène", "helene@atelier-ete.fr", "+33 1 42 68 5%1d 00", "75002", "", "Paris CEDEX 02", "12 bis, rue de la Paix", "https://atelier-ete.fr"),
    ("フランス", "Ville de Sainte-Foy", "Le Gall", "Yann", "yann.legall@sainte-foy.fr", "02 98 44 1%1d 22", "29200", "Bretagne", "Brest", "BP 12", ""),
    ("中国", "深圳市示例科技有限公司", "欧阳", "娜娜", "ouyang.nana@shili-tech.cn", "138 0013 8%03d", "518000", "广东省", "深圳市", "南山区科技园1号", "https://shili-tech.cn"),
    ("China", "Beijing Shili Co., Ltd.", "Li", "Na", "lina@shili-bj.com.cn", "+86 10 6552 9%03d", "100020", "", "北京市", "朝阳区建国路88号15楼", ""),
    ("韓国", "(주)한빛전자", "김", "철수", "cskim@hanbit-e.co.kr", "02-2100-3%03d", "04524", "서울특별시", "중구", "세종대로 110", "https://hanbit-e.co.kr"),
    ("Korea", "Hanbit Semiconductor Co., Ltd.", "Park", "Ji-Hoon", "jhpark@hanbitsemi.kr", "010-2345-6%03d", "06164", "Seoul", "Gangnam-gu", "152 Teheran-ro", ""),
    ("Vietnam", "Công ty TNHH Sông Hồng", "Nguyễn", "Thị Hà", "ha.nguyen@songhong.com.vn", "024 3825 1%03d", "100000", "Hà Nội", "Hoàn Kiếm", "12 Tràng Tiền", "https://songhong.com.vn"),
    ("ベトナム", "Sao Mai Joint Stock Company", "Đặng", "Văn Ổn", "on.dang@saomai.vn", "+84 912 345 %03d", "700000", "TP.HCM", "Quận 1", "99/9 Nguyễn Huệ", ""),
    ("Thailand", "บริษัท ตัวอย่าง จำกัด", "ใจดี", "สมชาย", "somchai@tuayang.co.th", "02 123 4%03d", "10330", "กรุงเทพมหานคร", "ปทุมวัน", "99/9 ถนนพระราม 1", "https://tuayang.co.th"),
    ("タイ", "Siam Sample PCL", "Srisuwan", "Ploy", "ploy@siamsample.co.th", "+66 81 234 5%03d", "50000", "Chiang Mai", "Chiang Mai", "1 Moo 5", ""),
    ("台湾", "臺灣範例股份有限公司", "陳", "美玲", "meiling@fanli.com.tw", "02 2712 3%03d", "105", "", "台北市", "信義區信義路五段7號", "https://fanli.com.tw"),
    ("Singapore", "Test Marine Pte. Ltd.", "Tan", "Ah Kow", "ahkow.tan@testmarine.com.sg", "6223 4%03d", "018956", "", "Singapore", "10 Bayfront Ave #12-34", ""),
    ("India", "Namuna Industries Private Limited", "R.", "Venkataraman", "venkat@namuna.in", "+91 98765 43%03d", "560001", "Karnataka", "Bengaluru", "12, M.G. Road", "https://namuna.in"),
    ("Brasil", "Exemplo Indústria e Comércio Ltda.", "da Silva e Souza", "João", "joao@exemplo.com.br", "+55 11 3071-2%03d", "01310-100", "SP", "São Paulo", "Av. Paulista, 1000", ""),
    ("Netherlands", "Voorbeeld B.V.", "van 't Hoff", "Jan", "jan@voorbeeld.nl", "+31 20 624 1%03d", "1012 JS", "", "Amsterdam", "Dam 1", ""),
    ("Sweden", "Exempel AB", "Åkesson", "Örjan", "orjan@exempel.se", "+46 8 501 250 %02d", "111 22", "", "Stockholm", "Gata 1", ""),
    ("Ireland", "Sampla Teoranta", "Ó Briain", "Dara", "dara@sampla.ie", "+353 1 679 3%03d", "D02 X285", "", "Dublin 2", "1 Kildare Street", ""),
    ("オーストラリア", "Example Pty Ltd", "Nguyen-Jones", "Kim", "kim@example-pty.com.au", "+61 2 9876 5%03d", "2000", "NSW", "Sydney", "GPO Box 99", ""),
]  # fmt: skip


def clean() -> list[Row]:
    """The 500 leads, the first half in Japan."""
    chance = random.Random(77)
    codes = sorted(postal_data.snapshot().codes)
    towns: list[tuple[str, postal_data.Place]] = []
    while len(towns) < 250:
        code = chance.choice(codes)
        places = postal_data.places(code)
        if len(places) == 1 and places[0].prefecture in LINES and places[0].town and not places[0].business:
            towns.append((code, places[0]))
    japan = [_in_japan(at, town) for at, town in enumerate(towns)]
    return japan + [_abroad(at) for at in range(250)]


def _row(values: Row) -> Row:
    return dict.fromkeys(HEADINGS, "") | values


def _in_japan(at: int, town: tuple[str, postal_data.Place]) -> Row:
    family, given = SURNAMES[at % len(SURNAMES)], GIVEN[(at * 7) % len(GIVEN)]
    code, prefecture, city, street = PLACES[at // 9 % len(PLACES)]
    if at % 9:
        number = ("", "1-2-3", "12番地の3", "3丁目4番5号", f"字青葉{at + 1}", f"甲{at}-2", f"{at + 100}")[at % 7]
        code, place = f"{town[0][:3]}-{town[0][3:]}", town[1]
        prefecture, city, street = place.prefecture, place.city, place.town + number
    lines = LINES[prefecture]
    phone = lines[at % len(lines) if at % 9 else 0] % (1000 + at * 7)
    special = {3: f"0570-0{10000 + at}", 4: f"0120-{100 + at}-{200 + at}", 5: f"050-3{100 + at}-{2000 + at}"}
    phone = special.get(at % 31, f"{phone} 内線{at + 100}" if at % 31 == 6 else phone)
    domains = ("aoba%d.co.jp", "aoba%d.lg.jp", "aoba%d.ac.jp", "aoba%d.or.jp", "aoba%d.tokyo", "aoba-%d.example.jp")
    domain = domains[at % 6] % at
    mails = ("t.%d@%s", "x_%d-@%s", "%d@%s", "tanto.aoba%d@%s", "o'aoba%d@%s", "aoba+fair%d@%s")
    odd = {
        1: f"a..{at}@docomo.ne.jp",
        2: f"b{at}.@ezweb.ne.jp",
        3: f"c{at}@gmail.com",
        4: f"d{at}@me.com",
        5: f"e{at}@au.com",
    }
    mail = odd.get(at % 40, mails[at // 6 % 6] % (at, domain))
    page = ("", f"https://www.{domain}/", f"http://{domain}/会社概要", "なし")[at % 4]
    base = str(100000000000 + at * 977)
    acquired = (f"2025-0{1 + at % 9}-11", f"2025/{1 + at % 12}/3", f"令和7年{1 + at % 12}月5日", f"R7.{1 + at % 12}.9")[
        at % 4
    ]
    return _row({
        "会社名": FIRMS[at % len(FIRMS)], "部署名": DEPARTMENTS[at % len(DEPARTMENTS)], "役職": TITLES[at % len(TITLES)],
        "姓": family[0], "名": given[0], "セイ": family[1], "メイ": given[1], "メール": mail, "電話": phone,
        "携帯": "" if at % 3 else f"0{6 + at % 4}0-{1234 + at}-{1000 + at}",
        "郵便番号": code, "都道府県": prefecture, "市区町村": city, "番地": street, "建物名": BUILDINGS[at % len(BUILDINGS)],
        "国": ("日本", "", "JP", "Japan")[at % 4], "Webサイト": page if domain in mail else "",
        "法人番号": f"{check_digit(base)}{base}" if at % 3 == 0 else "",
        "生年月日": ("", "昭和39年10月10日", "1999-12-31", "S50.1.1", "平成元年1月8日")[at % 5],
        "取得元": SOURCES[at % 6], "取得日": acquired, "利用目的": PURPOSES[at % 3],
        "同意": ("あり", "同意する", "○")[at % 3], "同意日": acquired,
        "メール配信可否": "×" if at % 25 == 7 else ("○", "可", "")[at % 3], "配信停止": "○" if at % 25 == 7 else "",
        "最終接触日": f"2026-0{1 + at % 9}-20", "備考": NOTES[at % len(NOTES)],
    })  # fmt: skip


def _abroad(at: int) -> Row:
    country, company, family, given, mail, phone, code, state, city, street, page = ABROAD[at % len(ABROAD)]
    again = at // len(ABROAD)
    local, _at, domain = mail.partition("@")
    acquired = f"2025-0{1 + at % 9}-1{at % 9}"
    return _row({
        "会社名": company, "部署名": ("", "Sales", "R&D", "Einkauf", "Achats")[again % 5],
        "役職": ("CEO", "Head of Purchasing, EMEA", "Dr.", "", "Geschäftsführer")[again % 5],
        "姓": family, "名": f"{given} {'ABCDEFGHIJ'[again]}." if again else given,
        "メール": f"{local}.{again}@{domain}" if again else mail, "電話": _numbered(phone, at, again), "郵便番号": code,
        "都道府県": state, "市区町村": city, "番地": _numbered(street, at, again), "国": country, "Webサイト": page,
        "取得元": SOURCES[at % 6], "取得日": acquired, "利用目的": PURPOSES[at % 3], "同意": "あり", "同意日": acquired,
        "メール配信可否": "○", "最終接触日": "2026-05-01", "備考": NOTES[at % len(NOTES)],
    })  # fmt: skip


def _numbered(text: str, at: int, again: int) -> str:
    number = {"%03d": 100 + at, "%02d": 10 + at % 90, "%1d": again}
    return next((text % value for sign, value in number.items() if sign in text), text)
