"""Words by which the parts of a card are told: labels, legal forms, units, titles."""

import re
import unicodedata
from functools import cache

from leadlist.rules.tables import table

KANJI = "々〆\u3400-\u9fff\uf900-\ufaff"
KANA = "ぁ-ゖァ-ヺー"
JAPANESE = re.compile(f"[{KANJI}{KANA}]")
READING = re.compile(r"[(（]?\s*(?:[ぁ-ゖー]+(?:[\s・]+[ぁ-ゖー]+)*|[ァ-ヺー]+(?:[\s・]+[ァ-ヺー]+)*)\s*[)）]?")

LABELS = (
    ("fax", r"FAX|ファックス|ファクシミリ|ファクス|F"),
    ("mobile", r"mobile|携帯電話|携帯|ケータイ|cell(?:ular)?(?: ?phone)?|M"),
    ("phone_direct", r"直通(?:電話)?|ダイヤルイン|direct"),
    ("phone_company", r"代表(?:電話)?|main"),
    ("phone", r"TEL(?:EPHONE)?|電話(?:番号)?|phone|☎|℡|P|T|フリーダイヤル"),
    ("email", r"E-?mail(?: address)?|メール(?:アドレス)?|mail|E"),
    ("url", r"URL|HP|Web ?(?:site)?|ホームページ|ウェブ(?:サイト)?|W"),
)
"""Field -> how its value is labelled on cards, in either language; longer words first."""

DEPARTMENT = re.compile(
    r".*(?:部|課|室|係|班|局|科|本部|グループ|チーム|ユニット|センター|事業所|営業所|支店|支社|支部|出張所|部門|工場|ディビジョン)"
)
DEPARTMENT_EN = re.compile(
    r"^(?:(?:Global|International|Overseas|Domestic|Corporate|General) )?"
    r"(?:Sales|Marketing|Engineering|Human Resources|Accounting|Finance|Legal|Procurement|Purchasing|Operations|R&D)$|"
    r"\b(?:Department|Dept\.?|Division|Div\.?|Section|Office|Group|Team|Unit|Branch|Bureau|Laborator(?:y|ies)|Center|Centre)$",
    re.I,
)
RANKS = (
    "社長|副社長|会長|副会長|専務|常務|取締役|執行役員?|役員|監査役|理事長?|監事|部長|次長|課長|係長|室長|所長|局長|支店長|支社長|支部長|"
    "工場長|店長|院長|副院長|園長|校長|学長|館長|班長|主任|主査|主事|主幹|主席|参事|参与|顧問|相談役|代表(?:社員|理事)?|オーナー|"
    "マネージャー|マネジャー|リーダー|チーフ|ディレクター|プロデューサー|エンジニア|デザイナー|コンサルタント|プランナー|アドバイザー|"
    "スペシャリスト|アナリスト|アシスタント|スタッフ|担当|研究員|技師|技術士|弁護士|税理士|司法書士|行政書士|公認会計士|社会保険労務士|"
    "弁理士|建築士|医師|歯科医師|看護師|薬剤師|教授|准教授|講師|助教|博士|女将|料理長|支配人|住職|CEO|COO|CFO|CTO|CIO|社員|秘書|長"
)
TITLE = re.compile(rf".*(?:{RANKS})(?:代理|補佐|補|代行|心得|兼.{{1,8}}|待遇|付|クラス)?(?:[(（].{{1,10}}[)）])?", re.I)
TITLE_EN = re.compile(
    r"\b(?:President|CEO|COO|CFO|CTO|CIO|Chief|Officer|Chair(?:man|woman|person)?|Director|Manager|Head|Leader|Engineer|"
    r"Supervisor|Representative|Executive|Partner|Principal|Founder|Owner|Consultant|Specialist|Analyst|Designer|Developer|"
    r"Advis[eo]r|Assistant|Associate|Secretary|Professor|Lecturer|Researcher|Scientist|Attorney|Lawyer|Accountant|Architect|"
    r"Counsel|Coordinator|Planner|Producer|Editor|Nurse|Doctor|Buyer|Clerk|Staff|Trainer|Technician|Administrator|VP)\b",
    re.I,
)
ORGANISATION = re.compile(
    r".*(?:クリニック|医院|病院|歯科|薬局|事務所|研究所|研究会|協会|組合|連合会?|連盟|財団|大学校?|高等学校|学校|学園|幼稚園|保育園|"
    r"銀行|金庫|商店|商会|商事|工務店|工房|製作所|工業所?|産業|興業|建設|設備|印刷|不動産|旅館|ホテル|食堂|酒造|酒店|書店|本店|"
    r"福祉会|市役所|県庁|省|庁|社|会|スタジオ|デザイン|システムズ?|サービス|ホールディングス|農園|牧場|美術館|博物館|図書館|神社|寺)"
    r"|.*(?:居酒屋|割烹|料亭|寿司|鮨|そば処|喫茶|カフェ|レストラン|サロン|教室|塾|工房|NPO).*"
)
ORGANISATION_EN = re.compile(
    r"\b(?:Clinic|Hospital|Institute|University|College|School|Association|Foundation|Society|Bank|Office|Studio|Hotel|"
    r"Corporation|Company|Holdings|Group|Partners|Laborator(?:y|ies)|Works|Industries|Design|Systems?|Services?|Foods?|"
    r"Trading|Transport|Logistics|Estate|NPO|Shop|Restaurant|Cafe|Izakaya|Farm|Press|Consulting|Solutions|Technologies)\b",
    re.I,
)
SENTENCE = re.compile(r"[。、！？!?「」『』]|ます$|です$|しよう$|(?:[ぁ-ん]|^)[をへ](?!.*会$)|を|もっと|いつも")
NOT_JAPANESE = str.maketrans(
    "岛带电长东业贸张陈马鸟门问间关务动冈场库县乡园图团员实师应开归录总户护报择换时显极检欢汉济测满泻滨泷"
    "泽热营环现产疗种积稳纪约级纯线组细经结给统绪绫维绿罗职胜脑艺节荣药补见规视览计认议记设证评诚话诊语课"
    "调谢财责货质购贵资赖车转轮软轻达运进远连选邮银铁铃锦镇镰闭闻阳阶际险难韩顶项顺须预领频题颜风飞饭馆驱"
    "驻骏鱼鹤齐龙龟单为贝產边桥鉴钟铜钢针钓锅锻阵顾饮饰鸣鸭鹰鹭鲜鲸鳍岭币帅帐庆怀忆恳悬惊惯戏战扩扫抚拟拥"
    "挥损摄敌术杀杂权构柜栋树样毕毡汇汤沟沪洁浊浆浓涡润涩渐渔溃滤滥灭灵炼烦烧爱牵狮猎玺琼霸貭广",
    "島帯電長東業貿張陳馬鳥門問間関務動岡場庫県郷園図団員実師応開帰録総戸護報択換時顕極検歓漢済測満潟浜滝"
    "沢熱営環現産療種積穏紀約級純線組細経結給統緒綾維緑羅職勝脳芸節栄薬補見規視覧計認議記設証評誠話診語課"
    "調謝財責貨質購貴資頼車転輪軟軽達運進遠連選郵銀鉄鈴錦鎮鎌閉聞陽階際険難韓頂項順須預領頻題顔風飛飯館駆"
    "駐駿魚鶴斉竜亀単為貝産辺橋鑑鐘銅鋼針釣鍋鍛陣顧飲飾鳴鴨鷹鷺鮮鯨鰭嶺幣帥帳慶懐憶懇懸驚慣戯戦拡掃撫擬擁"
    "揮損摂敵術殺雑権構櫃棟樹様畢氈匯湯溝滬潔濁漿濃渦潤渋漸漁潰濾濫滅霊煉煩焼愛牽獅猟璽瓊覇質広",
)
"""Chinese forms for their Japanese ones. All but the last three of the first are not in CP932, so none was typed on a
Japanese card; the reader, which was taught both languages, gives them where a letter is blurred."""


@cache
def legal_form() -> re.Pattern[str]:
    """A legal form anywhere in a name: 株式会社, (株), Co., Ltd. …"""
    kanji = {word for row in table("legal_forms") for word in (row["form"], *row["kanji_abbr"].split("|")) if word}
    kanji |= {row["symbol"][:1] for row in table("legal_forms") if row["symbol"]}
    shown = "|".join(
        re.escape(word) for word in sorted(kanji, key=len, reverse=True) if JAPANESE.search(word) or len(word) == 1
    )
    latin = (
        r"\b(?:Co\.?,? ?Ltd\.?|Inc\.?|Corp\.?|Corporation|Ltd\.?|Limited|LLC|L\.L\.C\.|K\.?K\.?|G\.?K\.?|LLP|PLC"
        r"|GmbH|AG|S\.?A\.?S?|S\.?r\.?l\.?|B\.?V\.?|Pty|Pte|Oy|AB|ApS)(?![A-Za-z])"
    )
    return re.compile(f"{shown}|{latin}")


BLIND = {"高": "髙", "崎": "﨑", "浜": "濵", "吉": "𠮷"}
"""Kanji -> a form common in names that the PP-OCRv6 models give as that kanji: three of them are not in their list of
characters at all. Where one is read, the card may show the other."""


def flat(text: str) -> str:
    """NFKC without blanks, for comparing."""
    return "".join(unicodedata.normalize("NFKC", text).split())
