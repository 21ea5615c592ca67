"""Make a list of invented leads for benchmarks: Japanese or English, CSV or XLSX, the same for the same seed.

    python benchmarks/generate_leads.py 100000 leads.xlsx
    python benchmarks/generate_leads.py 1000000 leads.csv --lang ja --dirty 0.3 --duplicates 0.05 --seed 1

15 columns. `--dirty` is the share of leads of which some cells are typed carelessly (width, blanks, ㈱, eras, dashes),
`--duplicates` the share that repeat an earlier lead in another spelling. People and firms are invented, mail domains
are those of RFC 2606 and JPRS (example.com, example.jp, example.co.jp); towns and their postal codes are real.
"""

import argparse
import csv
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from leadlist.normalizers import postal_data

HEADINGS = {
    "ja": "会社名 部署 役職 氏名 フリガナ メールアドレス 電話番号 携帯電話 FAX 郵便番号 住所 URL 取得日 取得元 備考".split(),
    "en": [
        *("Company", "Department", "Job title", "Name", "Country", "Email", "Phone", "Mobile", "Fax"),
        *("Postal code", "Address", "Website", "Acquired on", "Lead source", "Note"),
    ],
}
FAMILY = (
    "佐藤サトウsato 鈴木スズキsuzuki 高橋タカハシtakahashi 田中タナカtanaka 伊藤イトウito 渡辺ワタナベwatanabe 山本ヤマモトyamamoto "
    "中村ナカムラnakamura 小林コバヤシkobayashi 加藤カトウkato 吉田ヨシダyoshida 山田ヤマダyamada 佐々木ササキsasaki 山口ヤマグチyamaguchi "
    "松本マツモトmatsumoto 井上イノウエinoue 木村キムラkimura 林ハヤシhayashi 斎藤サイトウsaito 清水シミズshimizu 山崎ヤマザキyamazaki "
    "森モリmori 池田イケダikeda 橋本ハシモトhashimoto 阿部アベabe 石川イシカワishikawa 山下ヤマシタyamashita 中島ナカジマnakajima "
    "石井イシイishii 小川オガワogawa 前田マエダmaeda 岡田オカダokada 長谷川ハセガワhasegawa 藤田フジタfujita 後藤ゴトウgoto "
    "近藤コンドウkondo 村上ムラカミmurakami 遠藤エンドウendo 青木アオキaoki 坂本サカモトsakamoto 髙田タカダtakada 濱口ハマグチhamaguchi"
)
GIVEN = (
    "太郎タロウtaro 花子ハナコhanako 一郎イチロウichiro 健太ケンタkenta 美咲ミサキmisaki 翔太ショウタshota 陽子ヨウコyoko 大輔ダイスケdaisuke "
    "直樹ナオキnaoki 裕子ユウコyuko 誠マコトmakoto 恵メグミmegumi 隆タカシtakashi 真由美マユミmayumi 拓也タクヤtakuya 由美子ユミコyumiko "
    "浩二コウジkoji 千春チハルchiharu 和也カズヤkazuya 愛アイai 修オサムosamu 典子ノリコnoriko 亮リョウryo 香織カオリkaori 徹トオルtoru "
    "さくらサクラsakura 悠斗ユウトyuto 結衣ユイyui 蓮レンren 葵アオイaoi 剛ツヨシtsuyoshi 智子トモコtomoko 秀樹ヒデキhideki 京子キョウコkyoko"
)
FIRM = "東洋トウヨウtoyo 三栄サンエイsanei 光和コウワkowa 大成タイセイtaisei 北斗ホクトhokuto 日進ニッシンnisshin 富岳フガクfugaku 明星メイセイmeisei 青葉アオバaoba 若松ワカマツwakamatsu 協立キョウリツkyoritsu 新星シンセイshinsei"
TRADE = "工業コウギョウkogyo 商事ショウジshoji 製作所セイサクショseisakusho 電機デンキdenki 建設ケンセツkensetsu 食品ショクヒンshokuhin 印刷インサツinsatsu システムシステムsystem 物流ブツリュウlogi 化学カガクchem 不動産フドウサンrealty 精密セイミツseimitsu"
FORMS = (
    ("株式会社", "", 45),
    ("", "株式会社", 35),
    ("有限会社", "", 8),
    ("合同会社", "", 6),
    ("", "有限会社", 3),
    ("一般社団法人", "", 3),
)
DEPARTMENTS = "営業部 総務部 購買部 技術部 開発部 経営企画部 情報システム部 人事部 製造部 品質保証部 営業部第一課 生産技術課".split()
TITLES = "部長 課長 係長 主任 代表取締役 代表取締役社長 取締役 担当 マネージャー 次長 エンジニア 専務取締役".split()
SOURCES = "展示会 名刺 フォーム セミナー 紹介 電話 アンケート".split()
NOTES = ("", "", "", "カタログ送付済み", "来月あらためて連絡", "見積り希望", "担当変更の予定あり", "競合製品を使用中")
AREAS = ("03", "06", "022", "024", "045", "048", "052", "075", "078", "082", "092", "0776", "0956")
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
EN_FAMILY = "Smith Brown Miller Wilson Taylor Clark Walker Hall Young King Wright Green Baker Adams Nelson Carter Müller Dupont García Rossi Jansen Novak Larsen O'Brien Silva".split()
EN_GIVEN = "James Mary John Linda Robert Susan David Karen Thomas Nancy Daniel Laura Paul Emma Mark Julia Peter Anna Jürgen José Chloé Luca Ingrid Piotr Aoife".split()
EN_FIRM = "North River Silver Oak Stone Bright Harbor Summit Cedar Falcon Delta Granite Maple Orion Pioneer".split()
EN_TRADE = (
    "Tools Systems Logistics Foods Textiles Analytics Engineering Plastics Printing Robotics Energy Marine".split()
)
EN_FORMS = ("Ltd", "Inc.", "LLC", "GmbH", "S.A.", "B.V.", "Pty Ltd", "AB", "S.r.l.", "plc")
PHONES = {
    "United Kingdom": "+44 20 79",
    "United States": "+1 212-555-01",
    "Germany": "+49 30 12",
    "France": "+33 1 40 10 ",
    "Australia": "+61 2 5550 ",
}


def _triples(words: str) -> list[tuple[str, str, str]]:
    """`佐藤サトウsato` as (kanji, kana, romaji)."""
    found = []
    for word in words.split():
        romaji = "".join(c for c in word if c.isascii())
        rest = word[: -len(romaji)]
        kana = next(
            rest[at:] for at in range(1, len(rest)) if all("ァ" <= c <= "ー" for c in rest[at:]) or at == len(rest) - 1
        )
        if rest == "システムシステム":
            kana = "システム"
        found.append((rest[: -len(kana)], kana, romaji))
    return found


@cache
def _towns() -> list[tuple[str, str]]:
    """Every town with a name, and its code."""
    places = postal_data.snapshot().codes.items()
    return [
        (code, p.prefecture + p.city + p.town) for code, found in places for p in found if p.town and not p.business
    ]


def _phone(dice: random.Random) -> str:
    area = dice.choice(AREAS)
    local = 6 - len(area)
    exchange = str(dice.randint(2, 6)) + "".join(str(dice.randint(0, 9)) for _ in range(local - 1))
    return f"{area}-{exchange}-{dice.randint(0, 9999):04d}"


def japanese(dice: random.Random) -> list[str]:
    """One Japanese lead, typed with care."""
    (kanji, kana, romaji), (given, given_kana, given_romaji) = dice.choice(_FAMILY), dice.choice(_GIVEN)
    firm, trade = dice.choice(_FIRM), dice.choice(_TRADE)
    front, back, _share = dice.choices(FORMS, [form[2] for form in FORMS])[0]
    number = dice.choice(("", "", "第一", "東", "西", "南", "北", "中央", "新", "本"))
    domain = f"{firm[2]}-{trade[2]}{dice.randint(1, 400)}.example.{dice.choice(('co.jp', 'jp', 'com'))}"
    code, town = dice.choice(_towns())
    building = dice.choice(
        (
            "",
            "",
            "",
            f" 第{dice.randint(1, 9)}ビル{dice.randint(1, 12)}F",
            f" {firm[0]}ビル{dice.randint(101, 905)}号室",
        )
    )
    return [
        f"{front}{firm[0]}{number}{trade[0]}{back}",
        dice.choice(DEPARTMENTS),
        dice.choice(TITLES),
        f"{kanji} {given}",
        f"{kana} {given_kana}",
        f"{given_romaji}.{romaji}{dice.choice(('', '', str(dice.randint(1, 99))))}@{domain}",
        _phone(dice),
        f"0{dice.choice('789')}0-{dice.randint(1000, 9999)}-{dice.randint(0, 9999):04d}" if dice.random() < 0.5 else "",
        _phone(dice) if dice.random() < 0.4 else "",
        f"{code[:3]}-{code[3:]}",
        f"{town}{dice.randint(1, 5)}-{dice.randint(1, 40)}-{dice.randint(1, 30)}{building}",
        f"https://www.{domain}/" if dice.random() < 0.7 else "",
        f"20{dice.randint(19, 26)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}",
        dice.choice(SOURCES),
        dice.choice(NOTES),
    ]


def english(dice: random.Random) -> list[str]:
    """One lead from outside Japan, typed with care."""
    given, family = dice.choice(EN_GIVEN), dice.choice(EN_FAMILY)
    firm = f"{dice.choice(EN_FIRM)} {dice.choice(EN_TRADE)}"
    domain = f"{firm.replace(' ', '').lower()}{dice.randint(1, 400)}.example.com"
    country = dice.choice(tuple(PHONES))
    local = (given + "." + family).lower().encode("ascii", "ignore").decode().replace("'", "")
    return [
        f"{firm} {dice.choice(EN_FORMS)}",
        dice.choice(("Sales", "Purchasing", "IT", "Human Resources", "Engineering", "Operations")),
        dice.choice(("Manager", "Director", "Engineer", "CEO", "Assistant", "Head of Department")),
        f"{given} {family}",
        country,
        f"{local}@{domain}",
        f"{PHONES[country]}{dice.randint(10, 99)}{'' if 'States' in country else ' ' + str(dice.randint(1000, 9999))}",
        "",
        "",
        f"{dice.randint(10000, 99999)}",
        f"{dice.randint(1, 250)} {dice.choice(('High Street', 'Main Street', 'Station Road', 'Park Lane'))}",
        f"https://www.{domain}/",
        f"20{dice.randint(19, 26)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}",
        dice.choice(("Trade show", "Web form", "Referral", "Business card")),
        "",
    ]


def careless(lead: list[str], dice: random.Random) -> list[str]:
    """The same lead as people really type it: some of its cells in another notation."""
    lead = list(lead)
    year, month, day = lead[12].split("-")
    short = {
        "株式会社": dice.choice(("㈱", "(株)", "（株）", "株式会社　")),
        "有限会社": "㈲",
        "合同会社": "(同)",
        "一般社団法人": "(一社)",
    }
    for form, typed in short.items():
        lead[0] = lead[0].replace(form, typed)
    choices = {
        3: (lead[3].replace(" ", "　"), lead[3].replace(" ", ""), f" {lead[3]}", lead[3] + "様"),
        5: (lead[5].translate(WIDE), lead[5].upper(), f"{lead[5]} ", lead[5].replace("@", "＠")),
        6: (
            lead[6].translate(WIDE),
            lead[6].replace("-", ""),
            f"TEL:{lead[6]}",
            lead[6].replace("-", "‐"),
            f"({lead[6].replace('-', ')', 1)}",
        ),
        7: (lead[7].replace("-", ""), lead[7].translate(WIDE)),
        9: (lead[9].replace("-", ""), "〒" + lead[9], lead[9].translate(WIDE)),
        10: (
            lead[10].translate(WIDE),
            lead[10].replace("-", "−"),
            lead[10].replace("-", "丁目", 1).replace("-", "番", 1),
        ),
        11: (lead[11].replace("https://www", "HTTPS://WWW"), lead[11].rstrip("/")),
        12: (
            f"{year}/{int(month)}/{int(day)}",
            f"{year}年{int(month)}月{int(day)}日",
            f"令和{int(year) - 2018}年{int(month)}月{int(day)}日"
            if int(year) > 2019
            else f"H31.{int(month) % 4 + 1}.{int(day)}",
        ),
    }
    for column, typed in choices.items():
        if lead[column] and dice.random() < 0.4:
            lead[column] = dice.choice(typed)
    return lead


def leads(
    count: int, lang: str = "ja", dirty: float = 0.3, duplicates: float = 0.0, seed: int = 1
) -> Iterator[list[str]]:
    """`count` leads; a duplicate repeats one of the last thousand, in careless spelling."""
    dice = random.Random(seed)
    make = japanese if lang == "ja" else english
    recent: list[list[str]] = []
    for _row in range(count):
        if recent and dice.random() < duplicates:
            yield careless(dice.choice(recent), dice)
            continue
        lead = make(dice)
        recent = [*recent[-999:], lead] if duplicates else recent
        yield careless(lead, dice) if dice.random() < dirty else lead


def write_csv(target: Path, headings: list[str], rows: Iterator[list[str]], encoding: str) -> None:
    """UTF-8 with a BOM, as Excel writes it, or any other encoding."""
    with target.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows(rows)


def write_xlsx(target: Path, headings: list[str], rows: Iterator[list[str]]) -> None:
    """One sheet with a bold frozen heading, widths and a filter; every cell is text."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet("リード" if headings[0] == "会社名" else "Leads")
    sheet.freeze_panes = "A2"
    for letter in "ABCDEFGHIJKLMNO":
        sheet.column_dimensions[letter].width = 20
    bold = []
    for heading in headings:
        cell = WriteOnlyCell(sheet, heading)
        cell.font = Font(bold=True)
        bold.append(cell)
    sheet.append(bold)
    count = 1
    for row in rows:
        sheet.append([cell or None for cell in row])
        count += 1
    sheet.auto_filter.ref = f"A1:O{count}"
    book.save(target)


_FAMILY, _GIVEN, _FIRM, _TRADE = map(_triples, (FAMILY, GIVEN, FIRM, TRADE))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("target", type=Path)
    parser.add_argument("--lang", choices=("ja", "en"), default="ja")
    parser.add_argument("--dirty", type=float, default=0.3)
    parser.add_argument("--duplicates", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--encoding", default="utf-8-sig")
    asked = parser.parse_args()
    rows = leads(asked.count, asked.lang, asked.dirty, asked.duplicates, asked.seed)
    if asked.target.suffix == ".xlsx":
        write_xlsx(asked.target, HEADINGS[asked.lang], rows)
    else:
        write_csv(asked.target, HEADINGS[asked.lang], rows, asked.encoding)


if __name__ == "__main__":
    main()
