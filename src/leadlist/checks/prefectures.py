"""The 47 prefectures: their names in texts, and their neighbours."""

import difflib

_BESIDE = """
北海道 青森県
青森県 北海道 秋田県 岩手県
岩手県 青森県 秋田県 宮城県
宮城県 岩手県 秋田県 山形県 福島県
秋田県 青森県 岩手県 宮城県 山形県
山形県 秋田県 宮城県 福島県 新潟県
福島県 宮城県 山形県 新潟県 群馬県 栃木県 茨城県
茨城県 福島県 栃木県 埼玉県 千葉県
栃木県 福島県 茨城県 群馬県 埼玉県
群馬県 福島県 栃木県 埼玉県 長野県 新潟県
埼玉県 群馬県 栃木県 茨城県 千葉県 東京都 山梨県 長野県
千葉県 茨城県 埼玉県 東京都
東京都 埼玉県 千葉県 神奈川県 山梨県
神奈川県 東京都 山梨県 静岡県
新潟県 山形県 福島県 群馬県 長野県 富山県
富山県 新潟県 長野県 岐阜県 石川県
石川県 富山県 岐阜県 福井県
福井県 石川県 岐阜県 滋賀県 京都府
山梨県 埼玉県 東京都 神奈川県 静岡県 長野県
長野県 群馬県 埼玉県 山梨県 静岡県 愛知県 岐阜県 富山県 新潟県
岐阜県 富山県 石川県 福井県 滋賀県 三重県 愛知県 長野県
静岡県 神奈川県 山梨県 長野県 愛知県
愛知県 静岡県 長野県 岐阜県 三重県
三重県 愛知県 岐阜県 滋賀県 京都府 奈良県 和歌山県
滋賀県 福井県 岐阜県 三重県 京都府
京都府 福井県 滋賀県 三重県 奈良県 大阪府 兵庫県
大阪府 京都府 奈良県 和歌山県 兵庫県
兵庫県 京都府 大阪府 岡山県 鳥取県
奈良県 京都府 三重県 和歌山県 大阪府
和歌山県 三重県 奈良県 大阪府
鳥取県 兵庫県 岡山県 広島県 島根県
島根県 鳥取県 広島県 山口県
岡山県 兵庫県 鳥取県 広島県 香川県
広島県 鳥取県 島根県 山口県 岡山県
山口県 島根県 広島県 福岡県
徳島県 香川県 愛媛県 高知県
香川県 徳島県 愛媛県 岡山県
愛媛県 香川県 徳島県 高知県
高知県 徳島県 愛媛県
福岡県 山口県 佐賀県 熊本県 大分県
佐賀県 福岡県 長崎県
長崎県 佐賀県
熊本県 福岡県 大分県 宮崎県 鹿児島県
大分県 福岡県 熊本県 宮崎県
宮崎県 大分県 熊本県 鹿児島県
鹿児島県 熊本県 宮崎県
沖縄県
"""
NEIGHBOURS: dict[str, frozenset[str]] = {
    names[0]: frozenset(names[1:]) for row in _BESIDE.split("\n") if (names := row.split())
}
"""Each prefecture, with those it shares a border with; area and postal codes sometimes cross one."""

_SHORT = {name[:-1]: name for name in NEIGHBOURS if name != "北海道"}


def prefecture_at(text: str) -> str:
    """The prefecture an address or a cell begins with; `""` where it names none (東京駅前… names none for certain)."""
    if (head := text[:3]) in NEIGHBOURS or (head := text[:4]) in NEIGHBOURS:
        return head
    plain = text.strip()
    return _SHORT.get(plain, "") if plain == text else prefecture_at(plain)


def nearest_prefecture(text: str) -> str:
    """The prefecture a mistyped one was meant to be (東京部 -> 東京都); `""` where that is not clear."""
    near = difflib.get_close_matches(text.strip(), NEIGHBOURS, n=2, cutoff=0.6)
    return near[0] if len(near) == 1 or (near and near[0][0] == text.strip()[:1] != near[1][0]) else ""
