"""The stuff the examples are made of: invented people and firms, real postal codes."""

FAMILY = """佐藤 サトウ sato|鈴木 スズキ suzuki|高橋 タカハシ takahashi|田中 タナカ tanaka
伊藤 イトウ ito|渡辺 ワタナベ watanabe|山本 ヤマモト yamamoto|中村 ナカムラ nakamura
小林 コバヤシ kobayashi|加藤 カトウ kato|吉田 ヨシダ yoshida|山田 ヤマダ yamada
佐々木 ササキ sasaki|山口 ヤマグチ yamaguchi|松本 マツモト matsumoto|井上 イノウエ inoue
木村 キムラ kimura|林 ハヤシ hayashi|清水 シミズ shimizu|斎藤 サイトウ saito
髙﨑 タカサキ takasaki|濵田 ハマダ hamada|渡邊 ワタナベ watanabe|柳澤 ヤナギサワ yanagisawa
大野 オオノ ono|菅原 スガワラ sugawara|東海林 ショウジ shoji|小鳥遊 タカナシ takanashi
長谷川 ハセガワ hasegawa|五十嵐 イガラシ igarashi"""

GIVEN = """太郎 タロウ taro|花子 ハナコ hanako|健一 ケンイチ kenichi|美咲 ミサキ misaki
大輔 ダイスケ daisuke|翔太 ショウタ shota|由美子 ユミコ yumiko|浩二 コウジ koji
直樹 ナオキ naoki|久美 クミ kumi|誠 マコト makoto|亮 リョウ ryo
恵 メグミ megumi|さくら サクラ sakura|陽子 ヨウコ yoko|隆 タカシ takashi
真理 マリ mari|秀樹 ヒデキ hideki|あゆみ アユミ ayumi|和也 カズヤ kazuya
智子 トモコ tomoko|一郎 イチロウ ichiro|裕子 ユウコ yuko|拓海 タクミ takumi
千尋 チヒロ chihiro"""

COMPANIES = """株式会社|青葉計測|aoba-keisoku|2310005|045|k
株式会社|東雲精機|shinonome|1350062|03|k
有限会社|山吹製作所|yamabuki|1440033|03|k
株式会社|みずほの郷フーズ|mizuhonosato|9503131|025|k
合同会社|つむぎ設計|tsumugi|1500043|03|k
株式会社|北斗ロジスティクス|hokuto-logi|0600001|011|k
株式会社|瀬戸内マリン|setouchi-marine|7300011|082|a
有限会社|朝霧工業|asagiri|4180004|0544|k
株式会社|若竹システムズ|wakatake|5300001|06|a
株式会社|白樺ソリューション|shirakaba|3800813|026|k
医療法人|ひだまり会|hidamari|8120011|092|k
株式会社|能登ソフト|noto-soft|9200031|076|k
一般社団法人|地域みらい研究所|chiiki-mirai|6048005|075|k
株式会社|青海波電機|seigaiha|4600008|052|k
株式会社|夕凪ホールディングス|yunagi|6500021|078|a
有限会社|つばめ印刷|tsubame|9591244|0256|k
株式会社|紺碧エンジニアリング|konpeki|8600805|096|k
株式会社|茜物流|akane|3300854|048|a
株式会社|蒼天プランニング|soten|9800021|022|k
特定非営利活動法人|こどもの森|kodomonomori|7900001|089|k"""

DEPARTMENTS = [
    "営業部",
    "営業本部 第一課",
    "製造部",
    "品質保証部",
    "購買部",
    "情報システム部",
    "総務部",
    "経営企画室",
    "生産技術部",
    "マーケティング部",
]
TITLES = ["代表取締役", "部長", "課長", "係長", "主任", "取締役 営業部長", "リーダー", "マネージャー", "", ""]
SOURCES = ("展示会", "名刺", "フォーム", "セミナー", "展示会", "フォーム")
EVENTS = {"展示会": "機械要素技術展 2026", "セミナー": "外観検査セミナー 2026-06", "名刺": "", "フォーム": ""}
STAFF = ["佐伯", "森下", "内藤", "Kelly"]

WORLD = """DE|Germany|Berlin|10115|Invalidenstraße 117|Anna Müller|Jörg Weiß|Nordlicht Optik GmbH|nordlicht-optik
AT|Austria|Graz|8010|Herrengasse 9|Lukas Gruber|Eva Höfer|Alpenwerk Maschinenbau GmbH|alpenwerk
CH|Switzerland|Zürich|8001|Rennweg 22|Reto Zürcher|Céline Favre|Seefeld Präzision AG|seefeld
FR|France|Lyon|69002|12 rue de la République|François Lefèvre|Chloé d'Aubigné|Lumière Verte SAS|lumiere-verte
BE|Belgium|Gent|9000|Veldstraat 41|Pieter De Smet|Noëlle Claes|De Gouden Draad BV|goudendraad
NL|Netherlands|Utrecht|3511 AX|Oudegracht 158|Sanne van der Berg|Joost ter Horst|Waterlinie Software BV|waterlinie
GB|United Kingdom|Leeds|LS1 4AP|7 Park Row|Emma O'Connor|Jack Smith-Jones|Harbour & Finch Ltd|harbourfinch
IE|Ireland|Cork|T12 X8N6|3 South Mall|Aoife Ní Bhriain|Seán Murphy|Shamrock Data Ltd|shamrockdata
US|United States|Portland|97205|1000 SW Broadway|Maria Garcia|John Smith Jr.|Cascade Tools Inc.|cascadetools
CA|Canada|Montréal|H2Y 1C6|400 rue Saint-Paul|Étienne Tremblay|Olivia Brown|Érable Robotique Inc.|erable
ES|Spain|Sevilla|41001|Calle Sierpes 5|José Luis García Pérez|María del Carmen Ruiz|Azahar Envases S.L.|azahar
IT|Italy|Torino|10121|Via Roma 101|Niccolò Rossi|Giulia D'Angelo|Officina Blu S.r.l.|officinablu
PT|Portugal|Porto|4000-322|Rua de Santa Catarina 112|João Gonçalves|Inês Araújo|Maré Alta Lda.|marealta
PL|Poland|Kraków|31-042|Rynek Główny 30|Łukasz Wójcik|Agnieszka Żak|Zielony Młyn sp. z o.o.|zielonymlyn
SE|Sweden|Göteborg|411 17|Avenyn 18|Åsa Lindström|Björn Öberg|Norrsken Verktyg AB|norrsken
DK|Denmark|Aarhus|8000|Store Torv 3|Søren Jørgensen|Mette Ræder|Havblik ApS|havblik
FI|Finland|Tampere|33100|Hämeenkatu 10|Päivi Mäkelä|Ville Järvinen|Revontuli Oy|revontuli
CZ|Czechia|Brno|602 00|Masarykova 12|Jiří Dvořák|Tereza Novotná|Modrá Řeka s.r.o.|modrareka
AU|Australia|Hobart|7000|45 Elizabeth Street|Liam Nguyen|Charlotte Wilson|Southern Cross Pty Ltd|southerncross
SG|Singapore|Singapore|018956|10 Marina Boulevard|Tan Wei Ling|Muhammad Faizal|Merlion Sensors Pte. Ltd.|merlion"""


def people(table: str) -> list[tuple[str, str, str]]:
    """Names as (kanji, kana, romaji)."""
    return [tuple(entry.split()) for line in table.splitlines() for entry in line.split("|")]  # type: ignore[misc]
