"""Every heading by itself: the shipped table, leadlist's own headings, and what people make of them."""

import csv

import pytest

from leadlist.fields import FIELDS
from leadlist.leads import lead_list
from leadlist.recognition import recognize
from leadlist.recognition.meanings import NO_FIELD
from leadlist.recognition.words import key
from leadlist.rules import load_rules
from leadlist.rules.tables import table
from tests.formats.lists import NO_SHARED, SHARED

RULES = load_rules()
HEADERS = SHARED / "facts" / "headers.csv"


def field_of(heading: str, *values: str) -> str:
    return recognize(lead_list([heading], [[value] for value in values]), RULES).columns[0].field


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", FIELDS)
def test_headings_that_leadlist_writes_are_known_as_their_own_field(name: str, language: str) -> None:
    assert field_of(FIELDS[name].heading(language)) == name


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_list_with_every_field_has_each_in_its_column(language: str) -> None:
    headings = [field.heading(language) for field in FIELDS.values()]
    leads = recognize(lead_list(headings, []), RULES).leads
    assert [leads.fields[name] for name in FIELDS] == list(range(len(FIELDS)))


def test_the_table_names_fields_and_products_only() -> None:
    for row in table("headings"):
        assert row["field"] in FIELDS or row["field"] == NO_FIELD, row
        assert key(row["heading"]), row


def test_no_heading_stands_twice_for_one_field() -> None:
    seen = [(key(row["heading"]), row["field"]) for row in table("headings")]
    assert len(seen) == len(set(seen))


MEANT: dict[str, list[str]] = {
    "company": ["会社名(必須)", "会社名\n(必須)", "　会社名　", "【貴社名】", "勤務先", "Firma", "Société", "회사명", "Company name / 会社名"],
    "company_kana": ["貴社名フリガナ", "会社名（カナ）", "ｶｲｼｬﾒｲ"],
    "name": ["【必須】お名前", "ご担当者様名", "参加者氏名", "先方ご担当者名", "お名前（漢字）", "氏名/Name", "お名前※全角"],
    "name_kana": ["お名前(ふりがな)", "参加者フリガナ", "ﾌﾘｶﾞﾅ", "氏名\nフリガナ", "Full name (kana)"],
    "name_en": ["氏名(ローマ字)", "氏名（英語）"],
    "family_name": ["氏名\n姓", "氏名（姓）", "氏名_姓", "お名前[姓]", "Nachname", "Surname"],
    "given_name": ["氏名\n名", "氏名（名）", "Vorname", "First_Name", "FIRST NAME"],
    "family_name_kana": ["セイ", "姓(カナ)", "姓_カナ", "フリガナ（姓）"],
    "department": ["部署・役職", "所属部署名", "部署名(任意)", "Abteilung"],
    "title": ["お役職", "役職/肩書", "Job Title", "Fonction"],
    "email": ["メールアドレス(半角英数)", "E-mail アドレス", "ｅ－ｍａｉｌ", "ご担当者様メールアドレス", "連絡先\nメール", "Work Email", "Courriel", "※メールアドレス", "メール1"],
    "email_2": ["メールアドレス２", "Email 2", "予備メール"],
    "phone": ["お電話番号※", "℡", "ＴＥＬ", "連絡先電話番号", "電話\n番号", "Telefon", "電話番号(ハイフンあり)"],
    "phone_company": ["代表電話番号", "会社代表番号", "大代表"],
    "phone_home": ["自宅電話番号", "Home Phone"],
    "mobile": ["ご携帯", "携帯電話番号", "Cell Phone", "Handynummer"],
    "postal_code": ["〒", "郵便番号(〒)", "会社郵便番号", "PLZ", "Zip/Postal Code"],
    "address": ["ご住所", "会社所在地", "住所(都道府県から)", "住所１"],
    "building": ["住所２", "ビル名・階数", "建物名・部屋番号", "Address Line 2"],
    "owner": ["営業担当", "弊社担当者名", "当社営業担当", "担当者（弊社）", "自社担当", "Lead Owner"],
    "external_id": ["No", "№", "ID", "顧客管理番号", "会員ID", "Customer number"],
    "invoice_number": ["登録番号", "インボイス登録番号"],
    "acquired_on": ["名刺交換日", "初回問合せ日", "来場日時", "資料請求日", "ダウンロード日"],
    "created_on": ["登録日", "作成日時", "タイムスタンプ"],
    "source": ["流入チャネル", "取得経路", "リードソース", "登録経路"],
    "event": ["展示会名", "イベント名称", "セミナー名"],
    "purpose": ["利用目的", "個人情報の利用目的"],
    "consent": ["個人情報取扱同意", "プライバシーポリシーへの同意", "Opt-in"],
    "consent_on": ["同意日", "個人情報同意日", "Consent date"],
    "consent_how": ["同意取得方法"],
    "status": ["商談ステータス", "対応状況"],
    "prefecture": ["ご住所（都道府県）", "所在地(都道府県)", "エリア（都道府県）", "会社住所都道府県"],
    "street": ["ご住所（番地）", "注文者住所それ以降の住所", "Default Address Address1"],
    "note": ["備考1", "社内メモ", "営業メモ", "備考欄"],
}  # fmt: skip


QUESTIONS = ("1. {}", "①{}", "Q1.{}", "問1 {}", "(1){}", "{}欄", "{}をご入力ください", "3）{}（必須）")
ASKED = ("会社名", "お名前", "フリガナ", "ご住所", "メールアドレス", "電話番号", "備考", "姓")


@pytest.mark.parametrize("heading", ASKED)
def test_the_number_and_the_request_of_a_question_say_nothing(heading: str) -> None:
    assert {field_of(question.format(heading)) for question in QUESTIONS} == {field_of(heading)}
    assert field_of("2次会") == field_of("1階") == ""


@pytest.mark.parametrize(
    ("field", "heading"), [(field, heading) for field, words in MEANT.items() for heading in words]
)
def test_a_heading_is_known_however_it_is_written(field: str, heading: str) -> None:
    assert field_of(heading) == field


SENSES: dict[str, list[str]] = {
    "opt_out_email": ["メルマガ配信停止", "配信停止", "メルマガ解除", "メール送信除外", "Unsubscribed", "Email Opt Out", "メール配信停止希望"],
    "opt_out_email_on": ["配信停止日", "メルマガ配信停止日", "unsubscribe_date", "Email Opt-Out Date"],
    "opt_out_phone": ["TEL不可", "電話NG", "架電禁止", "Do Not Call"],
    "opt_out_post": ["DM不要", "DM発送停止", "ダイレクトメール拒否", "Do Not Mail"],
    "opt_out_fax": ["FAX送信不可", "FAXDM停止"],
    "opt_out_sms": ["SMS拒否"],
    "opt_out_all": ["連絡不可", "営業連絡不可", "退会", "Do not contact"],
    "subscribe_email": ["メルマガ希望", "配信可否", "メール配信可否", "ニュースレター購読", "Receive newsletter", "email opt-in"],
    "subscribe_post": ["DM可否", "DM送付可否", "郵送DM可否"],
    "subscribe_phone": ["電話連絡可否"],
    "subscribe_sms": ["SMS配信可否"],
    "last_inbound_on": ["最終来場日", "最終問い合わせ日", "最終返信日", "最終ログイン日時", "Last reply date"],
    "last_outbound_on": ["最終架電日", "最終訪問日", "最終メール送信日", "Last email sent date"],
    "last_contact_on": ["最終接触日", "最終コンタクト日", "最終連絡日", "Last contacted"],
    "next_action_on": ["次回アクション日", "次回連絡予定日", "Next follow-up date"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("field", "heading"), [(field, heading) for field, words in SENSES.items() for heading in words]
)
def test_permission_and_contact_are_told_by_the_sense_of_the_heading(field: str, heading: str) -> None:
    assert field_of(heading) == field


@pytest.mark.parametrize(
    "heading",
    [
        "商品名", "自宅住所", "緊急連絡先", "登録者メールアドレス", "最終メール開封日", "配信停止理由", "配信停止URL", "電話希望時間帯",
        "数量", "代表者役職", "ブランド名", "年齢", "", " ", "***", "2026年11月", "a" * 500, "部署コード", "解除日", "最終更新者", "最終処理日", "オプトアウト方法", "郵便番号 (自宅)",
    ],
)  # fmt: skip
def test_what_is_no_field_of_a_lead_is_left_alone(heading: str) -> None:
    assert field_of(heading) == ""


@pytest.mark.skipif(not HEADERS.is_file(), reason=NO_SHARED)
def test_nearly_all_unambiguous_headings_of_known_products_are_known() -> None:
    meant: dict[str, set[str]] = {}
    with HEADERS.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            meant.setdefault(row["header"], set()).add(row["canonical_field"])
    clear = {heading: next(iter(fields)) for heading, fields in meant.items() if len(fields) == 1}
    right = [field_of(heading) == (field if field in FIELDS else "") for heading, field in clear.items()]
    assert len(right) > 900
    assert sum(right) / len(right) >= 0.98
