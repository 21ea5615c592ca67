"""The table of fields: what a lead list can hold, how each is compared, and what its heading is called.

Rules, normalizers and checks speak of fields (`email`); changes speak of the file's columns (`メール`).
"""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What sort of value a column holds: it chooses the normalizer, the match key and the comparison."""

    PERSON_NAME = "person_name"
    KANA = "kana"
    COMPANY = "company"
    EMAIL = "email"
    PHONE = "phone"
    CODE = "code"
    DATE = "date"
    ADDRESS = "address"
    POSTAL_CODE = "postal_code"
    URL = "url"
    TEXT = "text"
    CATEGORY = "category"


class Group(StrEnum):
    """What a field speaks about."""

    PERSON = "person"
    COMPANY = "company"
    ADDRESS = "address"
    LEAD = "lead"
    PROVENANCE = "provenance"
    PERMISSION = "permission"
    CONTACT = "contact"
    MANAGEMENT = "management"


class Field(NamedTuple):
    """One field. `personal`: it identifies, or tells something about, a natural person."""

    name: str
    kind: Kind
    group: Group
    ja: str
    en: str
    personal: bool = False

    def heading(self, language: str) -> str:
        """The heading leadlist gives a column it adds, in the list's own language."""
        return self.ja if language == "ja" else self.en


def _table() -> dict[str, Field]:
    rows: list[Field] = []

    def add(group: Group, personal: bool, *entries: tuple[str, Kind, str, str]) -> None:
        rows.extend(Field(name, kind, group, ja, en, personal) for name, kind, ja, en in entries)

    k = Kind
    add(
        Group.PERSON,
        True,
        ("name", k.PERSON_NAME, "氏名", "Name"),
        ("family_name", k.PERSON_NAME, "姓", "Last name"),
        ("given_name", k.PERSON_NAME, "名", "First name"),
        ("middle_name", k.PERSON_NAME, "ミドルネーム", "Middle name"),
        ("honorific", k.CATEGORY, "敬称", "Salutation"),
        ("name_suffix", k.CATEGORY, "名前の接尾辞", "Suffix"),
        ("name_kana", k.KANA, "フリガナ", "Name (kana)"),
        ("family_name_kana", k.KANA, "セイ", "Last name (kana)"),
        ("given_name_kana", k.KANA, "メイ", "First name (kana)"),
        ("name_en", k.PERSON_NAME, "氏名(英語)", "Name (English)"),
        ("department", k.TEXT, "部署", "Department"),
        ("title", k.TEXT, "役職", "Job title"),
        ("email", k.EMAIL, "メールアドレス", "Email"),
        ("email_2", k.EMAIL, "メールアドレス2", "Email 2"),
        ("email_3", k.EMAIL, "メールアドレス3", "Email 3"),
        ("phone", k.PHONE, "電話番号", "Phone"),
        ("phone_company", k.PHONE, "代表電話", "Company phone"),
        ("phone_direct", k.PHONE, "直通電話", "Direct phone"),
        ("phone_ext", k.CODE, "内線", "Extension"),
        ("phone_home", k.PHONE, "自宅電話", "Home phone"),
        ("phone_2", k.PHONE, "電話番号2", "Phone 2"),
        ("mobile", k.PHONE, "携帯電話", "Mobile"),
        ("fax", k.PHONE, "FAX", "Fax"),
        ("birthday", k.DATE, "生年月日", "Birthday"),
        ("gender", k.CATEGORY, "性別", "Gender"),
        ("sns", k.TEXT, "SNS", "Social network"),
    )
    add(
        Group.COMPANY,
        False,
        ("company", k.COMPANY, "会社名", "Company"),
        ("company_kana", k.KANA, "会社名カナ", "Company (kana)"),
        ("company_en", k.COMPANY, "会社名(英語)", "Company (English)"),
        ("corporate_number", k.CODE, "法人番号", "Corporate number"),
        ("invoice_number", k.CODE, "インボイス登録番号", "Invoice number"),
        ("industry", k.CATEGORY, "業種", "Industry"),
        ("employees", k.TEXT, "従業員数", "Employees"),
        ("revenue", k.TEXT, "売上高", "Revenue"),
        ("capital", k.TEXT, "資本金", "Capital"),
        ("established", k.DATE, "設立", "Established"),
        ("fiscal_month", k.TEXT, "決算月", "Fiscal month"),
        ("representative", k.PERSON_NAME, "代表者", "Representative"),
        ("business", k.TEXT, "事業内容", "Business"),
        ("url", k.URL, "URL", "Website"),
    )
    add(
        Group.ADDRESS,
        True,
        ("postal_code", k.POSTAL_CODE, "郵便番号", "Postal code"),
        ("prefecture", k.CATEGORY, "都道府県", "State"),
        ("city", k.ADDRESS, "市区町村", "City"),
        ("street", k.ADDRESS, "町名番地", "Street"),
        ("address", k.ADDRESS, "住所", "Address"),
        ("building", k.ADDRESS, "建物名", "Building"),
        ("country", k.CATEGORY, "国", "Country"),
    )
    add(
        Group.LEAD,
        False,
        ("decision_power", k.CATEGORY, "決裁権", "Decision power"),
        ("budget", k.TEXT, "予算", "Budget"),
        ("interest", k.TEXT, "関心", "Interest"),
        ("stage", k.CATEGORY, "段階", "Stage"),
        ("status", k.CATEGORY, "ステータス", "Status"),
        ("rank", k.CATEGORY, "ランク", "Rank"),
        ("score", k.TEXT, "スコア", "Score"),
        ("tags", k.TEXT, "タグ", "Tags"),
        ("owner", k.CATEGORY, "自社担当", "Owner"),
        ("next_action_on", k.DATE, "次回対応日", "Next action on"),
        ("note", k.TEXT, "備考", "Note"),
    )
    add(
        Group.PROVENANCE,
        False,
        ("source", k.CATEGORY, "取得元", "Lead source"),
        ("event", k.CATEGORY, "取得イベント", "Event"),
        ("acquired_on", k.DATE, "取得日", "Acquired on"),
        ("evidence", k.TEXT, "取得の証跡", "Evidence"),
        ("purpose", k.CATEGORY, "利用目的", "Purpose of use"),
        ("consent", k.CATEGORY, "同意", "Consent"),
        ("consent_on", k.DATE, "同意日", "Consent on"),
        ("consent_how", k.TEXT, "同意方法", "Consent given by"),
        ("policy_version", k.TEXT, "規約の版", "Policy version"),
        ("provenance", k.TEXT, "取得履歴", "Provenance"),
    )
    channels = (
        ("email", "メール", "email"),
        ("phone", "電話", "phone"),
        ("post", "DM", "post"),
        ("fax", "FAX", "fax"),
        ("sms", "SMS", "SMS"),
        ("all", "すべて", "all channels"),
    )
    for channel, ja, en in channels:
        add(
            Group.PERMISSION,
            False,
            (f"opt_out_{channel}", k.CATEGORY, f"{ja}配信停止", f"Opt-out {en}"),
            (f"opt_out_{channel}_on", k.DATE, f"{ja}配信停止日", f"Opt-out {en} on"),
            (f"subscribe_{channel}", k.CATEGORY, f"{ja}配信可否", f"Subscribed {en}"),
        )
    add(
        Group.CONTACT,
        False,
        ("last_inbound_on", k.DATE, "最終受信日", "Last inbound on"),
        ("last_outbound_on", k.DATE, "最終発信日", "Last outbound on"),
        ("last_contact_on", k.DATE, "最終接触日", "Last contact on"),
    )
    add(
        Group.MANAGEMENT,
        False,
        ("lead_id", k.CODE, "リードID", "Lead ID"),
        ("external_id", k.CODE, "外部ID", "External ID"),
        ("created_on", k.DATE, "登録日", "Created on"),
        ("updated_on", k.DATE, "更新日", "Updated on"),
        ("bounce", k.TEXT, "不達", "Bounce"),
        ("doubtful", k.TEXT, "要確認", "To check"),
    )
    return {row.name: row for row in rows}


FIELDS: dict[str, Field] = _table()
CHANNELS = ("email", "phone", "post", "fax", "sms", "all")


def fields_of_kind(kind: Kind) -> tuple[str, ...]:
    """The names of the fields of one kind, in the table's order."""
    return tuple(name for name, field in FIELDS.items() if field.kind is kind)
