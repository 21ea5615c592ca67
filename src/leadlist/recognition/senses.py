"""Headings about permission and contact, read by their sense: 配信停止 and 配信可否 are opposites.

DESIGN: columns of a refusal are `opt_out_<channel>`, those of the opposite sense `subscribe_<channel>`; a contact has
a direction, and what only says "contact" has none.
"""

import re

CHANNEL_WORDS = (  # the first that is found decides: ダイレクトメール is post, not mail
    ("sms", re.compile(r"sms|ショートメ|ショートメッセージ")),
    ("fax", re.compile(r"fax|ファックス|ファクス|ファクシミリ")),
    ("post", re.compile(
        r"dm(?!arc)|ダイレクトメール|郵送|郵便|はがき|ハガキ|葉書|年賀状|発送|送付|カタログ|bypost|postal|"
        r"directmail")),
    ("phone", re.compile(r"電話|架電|テレアポ|tel|call|phone|コール")),
    ("email", re.compile(r"メール|メルマガ|mail|newsletter|ニュースレター|配信|受信|購読|subscri|edm")),
    ("all", re.compile(r"すべて|全て|全チャネル|全配信|連絡|接触|案内|送信|営業|all|contact|marketing")),
)  # fmt: skip
REFUSAL = re.compile(
    r"停止|拒否|拒絶|不可|禁止|除外|不要|しない|辞退|お断り|オプトアウト|opt(ed)?out|unsubscri|donot|dont|"
    r"解除|退会|ブロック|(?:(?<![a-z])|(?<=mail)|(?<=tel)|(?<=dm)|(?<=fax)|(?<=sms)|(?<=call))ng($|フラグ|日|リスト)|"
    r"nocall|stop|^no(marketing|more|sales)?(emails?|mails?|calls?|contact|post|fax|sms|newsletters?)$"
)
PERMISSION = re.compile(
    r"(メールマガジン|可否|可不可|可|許可|許諾|承諾|希望|希望有無|希望の有無|要否|購読|購読状況|受信設定|配信設定|配信|"
    r"受信|ok|subscribed?|subscription|subscriber|optin|optedin|allowed|permission|newsletter)(フラグ|flag|"
    r"区分)?$|(subscription|subscriber)(status)$|^accepts?.*(marketing|mail|sms|newsletter)$"
    r"|^(email|sms|phone|postal|direct)(mail)?marketing(consent|status|permission|preference)$"
)
ASKS_TO_SEND = re.compile(r"(配信|送付|受信|購読|案内).*(希望|許可|承諾|同意)(する|され|いただけ)?(し?ます)?か?$")
"""今後メールでのご案内の配信を希望しますか; not a wish to be called back."""

NOT_WHETHER = re.compile(
    r"理由|方法|url|リンク|link|token|campaign|キャンペーン|reason|時間|曜日|件名|内容|番号|回数|担当|者$"
)
"""Words of headings that speak of a permission without saying whether there is one: 配信停止理由, 同意方法."""

DATE = re.compile(r"(年月日|日時|日付|日|date|datetime|at|on|time)$")
MODIFY = re.compile("donotmodify")  # how Dynamics marks the columns it needs to read a sheet back
BARE_REFUSALS = {
    "オプトアウト": "email",
    "optout": "email",
    "optedout": "email",
    "unsubscribed": "email",
    "退会": "all",
}

LAST = re.compile(r"最終|最新|最近|直近|前回|last|latest|mostrecent")
INBOUND = re.compile(
    r"受信|入電|着信|返信|返答|回答|購入|注文|受注|利用|予約|問合|問い合わせ|来場|来社|来店|来訪|申込|応答|反応|クリック|閲覧|アクセス|"
    r"ログイン|ダウンロード|資料請求|reply|replied|respon|inbound|click|inquiry|enquiry|login|visit|order|purchase|seen|"
    r"download"
)
OUTBOUND = re.compile(
    r"発信|送信|配信|架電|訪問|発送|送付|案内|フォロー|outbound|sent|mailed|called|lastcall|lastemail"
)
CONTACT = re.compile(
    r"接触|連絡|コンタクト|打ち?合わ?せ|会議|ミーティング|商談|対応|面談|活動|やりとり|アプローチ|"
    r"contact|touch|meeting|activity"
)
OPENED = re.compile(r"開封|open")
_ENDED = ("contacted", "contact", "reply", "called", "emailed", "click", "visit", "login", "seen", "activity")
NEXT = re.compile(
    r"(次回|次の|ネクスト|next|フォロー予定|followup|フォローアップ).*(日|日時|日付|date|on|予定)$|"
    r"^次回(アクション|対応|連絡)$"
)


def sense(folded: str) -> str:
    """The field a folded heading (`words.key`) means by its sense; `""` where it speaks of neither."""
    return _next_action(folded) or _last_contact(folded) or _permission(folded)


def _next_action(folded: str) -> str:
    return "next_action_on" if NEXT.search(folded) else ""


def _last_contact(folded: str) -> str:
    if not LAST.search(folded) or OPENED.search(folded):
        return ""
    if not DATE.search(folded) and not folded.endswith(_ENDED):
        return ""
    for field, words in (("last_inbound_on", INBOUND), ("last_outbound_on", OUTBOUND), ("last_contact_on", CONTACT)):
        if words.search(folded):
            return field
    return ""


def _permission(folded: str) -> str:
    if NOT_WHETHER.search(folded) or MODIFY.search(folded):
        return ""
    channel = next((name for name, words in CHANNEL_WORDS if words.search(folded)), "")
    if REFUSAL.search(folded):
        channel = channel or next((name for word, name in BARE_REFUSALS.items() if word in folded), "")
        if not channel:
            return ""
        return f"opt_out_{channel}_on" if DATE.search(folded) else f"opt_out_{channel}"
    asked = (channel in ("email", "post", "sms", "fax") or "案内" in folded) and ASKS_TO_SEND.search(folded)
    if channel and (asked or PERMISSION.search(folded)):
        return f"subscribe_{channel}"
    return ""
