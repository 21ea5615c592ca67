"""Families of headings that every list spells in its own way: 問い合わせ日, 資料請求日時, 初回来場日 are one field.

Asked after the shipped table, which holds the exceptions (登録番号 is an invoice number and no external id).
"""

import re
from functools import lru_cache

DAY = "(年月日|日時|日付|日|時刻|date|datetime)"
STAFF = r"(弊社|自社|当社|我が?社|社内)(側)?の?(営業)?(担当|担当者|責任者)?"
CONTACT_PERSON = "先方|貴社|御社|お?客様|顧客|取引先|相手先?|客先"

FAMILIES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        ("owner", rf"{STAFF}(者|名|者名|氏名)?"),
        ("owner", r"(営業|販売|フォロー|アポ|リード|mr|cs|is|fs)(の)?担当(者|名|者名)?|担当(営業|部署)(名|者)?"),
        ("owner", r"(見込み?客|リード|連絡先|取引先|得意先|名刺|商談|顧客|レコード)の?(所有者|保有者)(名)?"),
        ("owner", r"担当(社員|営業マン|セールス)(名)?|assign(ed|ee)(to|user)?"),
        ("owner", r"(sales|lead|contact|account|record|deal|person)owner(name)?"),
        ("email_2", r"(サブ|第二|第2|予備|セカンド)(の)?(メール|eメール|email)(アドレス)?"),
        ("name", rf"({CONTACT_PERSON})の?(ご|お)?(担当|担当者|窓口)(様)?(名|氏名|者名)?"),
        ("consent_on", rf".*同意(の)?(取得|確認)?{DAY}"),
        ("consent_how", r".*同意(の)?(取得)?(方法|手段|経路)"),
        (
            "consent",
            r"(ご?利用|会員|イベント)?(個人情報|プライバシー|規約|取扱|データ).*(同意|承諾|許諾)(の?(有無|確認|状況|済み?|欄)"
            r"|しますか?|する|いただけますか|頂けますか|の上|ください)?",
        ),
        (
            "acquired_on",
            rf"(初回|最初の?)?(お|ご)?(接触|問い?合わ?せ|来場|来訪|来社|資料請求|資料dl|ダウンロード|申し?込み?|応募|参加|受付|獲得"
            rf"|取得|名刺交換|交換|回答|入手|受領|入会|申請|注文|購入|受注|完了|反響|友だち追加|アカウント作成){DAY}",
        ),
        (
            "acquired_on",
            r"(registered|registration|signup|signedup|joined|submitted|submission|order(ed)?)(at|on|date|time)",
        ),
        ("acquired_on", r"dateof(first|initial)?(contact|inquiry|enquiry|registration|signup|visit|acquisition)"),
        ("consent_on", r"(gdpr|marketing|privacy)?consent(given)?(date|time|timestamp|at|on)"),
        (
            "source",
            r"(流入|獲得|取得|取込み?|取り込み|応募|反響|申込み?|来店|登録|入手|認知|集客"
            r"|お?問い?合わ?せ|リード|名刺|顧客)の?(経路|元|チャネル|ソース|媒体|手段|先区分)",
        ),
        ("event", r"(来場|参加|出展|獲得|取得|申込|訪問)?(イベント|展示会|セミナー|ウェビナー|商談会|見本市)(名|名称)"),
        ("event", r"(来場|参加|出展|獲得|申込)(イベント|展示会|セミナー|ウェビナー)"),
        ("interest", r"(ご|お)?(興味|関心)(の)?(ある)?(製品|商品|サービス|分野|事項|内容|テーマ|項目)(名)?"),
        ("budget", r"(ご|年間|導入|概算)?予算(感|額|規模|金額|帯|の?有無)?"),
        ("decision_power", r"(ご)?決裁(権|権限|者|の?関与|関与度|レベル)(の?有無|区分)?"),
        (
            "status",
            r"(商談|選考|検討|契約|営業|対応|リード|顧客|アプローチ|架電|フォロー|名刺)(の)?(ステータス|状況|進捗|状態)",
        ),
        ("rank", r"(見込み?|リード|顧客|会員|商談|案件|取引先|会社|企業)の?(度|ランク|確度|温度感?)(名)?"),
        ("score", r"(リード|見込み?|エンゲージメント|行動)(の)?(スコア|得点|点数)"),
        (
            "external_id",
            r"(システム)?(お?客様|顧客|会員|カスタマー|宛名|業者|事業者|事業所|友だち|来場者|参加者|出席者|申込者|受講者"
            r"|取引先|得意先|企業|会社|連絡先|リード|名刺|管理|受付|申込|回答|案件|見込み?客|[a-z]*(customer|client|member|contact|account|company|user|person|prospect|record))(管理)?(id|no|番号|コード|code|number|key)",
        ),
        ("note", r"(商談|打ち?合わ?せ|面談|ヒアリング|会話|相談|訪問)(の)?(内容|記録|結果)"),
        ("note", r".{0,8}(メモ|備考|コメント|特記事項|所感|覚え書き?)(欄)?|(internal|sales)(notes?|comments?|memo)"),
        ("business", r"(主な|主要)?(事業|業務|営業)(の)?(内容|概要|案内)"),
        ("employees", r"(常時(使用|雇用)する)?(従業員|社員|人員)(の)?(数|規模|人数)(区分|レンジ|帯)?"),
        ("revenue", r"(年間|直近|総)?(売上|年商|売上高)(高|額|規模|金額)?(区分|レンジ|帯)?"),
    )
)  # fmt: skip


@lru_cache(maxsize=1 << 14)
def family(folded: str) -> str:
    """The field whose family a folded heading belongs to; `""` for none."""
    return next((field for field, pattern in FAMILIES if pattern.fullmatch(folded)), "")
