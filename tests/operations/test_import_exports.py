"""Exports of the common apps, with their exact headings, are taken in without options and with every row accounted for."""

import csv
import io
from datetime import date

import pytest

from leadlist.leads import ColumnRef, lead_list
from leadlist.operations.import_ import COUNTS, Acquired, Batch, new_list, plan, preset_of, recognized
from leadlist.plans import apply
from leadlist.recognition import recognize
from leadlist.rules import load_rules, shipped
from leadlist.rules.presets import load_presets

RULES = load_rules()
PRESETS = load_presets(shipped("japan.toml"))
TODAY = date(2026, 11, 22)

EXPORTS: dict[str, tuple[str, list[str], dict[str, str]]] = {
    "Eight": (
        "会社名,部署名,役職,氏名,e-mail,郵便番号,住所,TEL会社,TEL部門,TEL直通,Fax,携帯電話,URL,名刺交換日,"
        "Eightでつながっている人,再データ化中の名刺,'?'を含んだデータ",
        [
            "㈱青葉計測,営業部,課長,田中 花子,Hanako@example.jp,231-0005,神奈川県横浜市中区本町1-2-3,045-000-1234,,,"
            "045-000-1235,090-0000-1234,http://www.example.jp/,2026/11/19,,,"
        ],
        {
            "company": "株式会社青葉計測",
            "department": "営業部",
            "title": "課長",
            "name": "田中 花子",
            "postal_code": "231-0005",
            "mobile": "090-0000-1234",
            "fax": "045-000-1235",
            "acquired_on": "2026-11-19",
        },
    ),
    "Sansan": (
        "会社名,会社名（カナ）,会社名（英名）,部署名,役職,氏名,氏名［姓］,氏名［名］,氏名（カナ）,氏名（カナ）［姓］,氏名（カナ）［名］,郵便番号(1),"
        "住所(1)［全て］,国,TEL-1(1),FAX(1),携帯電話(1),Email(1),名刺所有者ユーザID",
        [
            "株式会社青葉計測,アオバケイソク,Aoba Keisoku,営業部,課長,田中 花子,田中,花子,タナカ ハナコ,タナカ,ハナコ,231-0005,"
            "神奈川県横浜市中区本町1-2-3,日本,045-000-1234,045-000-1235,090-0000-1234,hanako@example.jp,saeki"
        ],
        {
            "company": "株式会社青葉計測",
            "name": "田中 花子",
            "name_kana": "タナカ ハナコ",
            "email": "hanako@example.jp",
            "owner": "saeki",
        },
    ),
    "CamCard": (
        "Creation Time,First Name,Last Name,Company,Department,Job Title,Mobile,Tel,Fax,Email,Website,Address,Note",
        ["2026-11-19 10:20,Hanako,Tanaka,Aoba Inc.,Sales,Manager,090-0000-1234,045-000-1234,,h@example.com,,,met"],
        {
            "family_name": "Tanaka",
            "given_name": "Hanako",
            "company": "Aoba Inc.",
            "email": "h@example.com",
            "note": "met",
        },
    ),
    "myBridge": (
        "氏名,会社名,部署,役職,メールアドレス,携帯番号,電話番号,FAX番号,住所,会社URL,名刺登録日,グループ,メモ",
        [
            "田中 花子,株式会社青葉計測,営業部,課長,hanako@example.jp,090-0000-1234,045-000-1234,,神奈川県横浜市,,2026-11-19,展示会,会場で"
        ],
        {
            "name": "田中 花子",
            "mobile": "090-0000-1234",
            "acquired_on": "2026-11-19",
            "tags": "展示会",
            "note": "会場で",
        },
    ),
    "LinkedIn": (
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
        ["Anna,Müller,https://www.linkedin.com/in/anna,anna@example.com,Nordlicht GmbH,Buyer,19 Nov 2026"],
        {"family_name": "Müller", "email": "anna@example.com", "title": "Buyer", "acquired_on": "2026-11-19"},
    ),
    "Google": (
        "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name Suffix,"
        "Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,"
        "E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,"
        "Phone 2 - Label,Phone 2 - Value,Website 1 - Label,Website 1 - Value",
        [
            "花子,,田中,ハナコ,,タナカ,,,,,株式会社青葉計測,課長,営業部,,,,* myContacts ::: 展示会,* Work,h@example.jp ::: h2@example.jp,,,"
            "Mobile,090-0000-1234,Work Fax,045-000-1235,Work,http://www.example.jp/"
        ],
        {
            "family_name": "田中",
            "given_name": "花子",
            "company": "株式会社青葉計測",
            "email": "h@example.jp",
            "email_2": "h2@example.jp",
            "mobile": "090-0000-1234",
            "fax": "045-000-1235",
            "tags": "展示会",
        },
    ),
    "Google (old)": (
        "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Additional Name Yomi,Family Name Yomi,Notes,"
        "Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Name,"
        "Organization 1 - Title,Website 1 - Value",
        [
            "田中 花子,花子,,田中,,ハナコ,,タナカ,,* myContacts,* Work,h@example.jp,Mobile,090-0000-1234,株式会社青葉計測,課長,"
        ],
        {
            "name": "田中 花子",
            "email": "h@example.jp",
            "mobile": "090-0000-1234",
            "company": "株式会社青葉計測",
            "title": "課長",
        },
    ),
    "Outlook (ja)": (
        "肩書き,名,ミドル ネーム,姓,敬称,会社名,部署,役職,番地 (会社),住所 2 (会社),市町村 (会社),都道府県 (会社),郵便番号 (会社),"
        "国 (会社)/地域,会社 FAX,会社電話,携帯電話,Web ページ,分類,メモ,姓フリガナ,名前フリガナ,電子メール アドレス,電子メールの種類",
        [
            ",花子,,田中,様,株式会社青葉計測,営業部,課長,本町1-2-3,,横浜市中区,神奈川県,231-0005,日本,045-000-1235,045-000-1234,"
            "090-0000-1234,,展示会,,タナカ,ハナコ,hanako@example.jp,SMTP"
        ],
        {
            "family_name": "田中",
            "given_name": "花子",
            "email": "hanako@example.jp",
            "phone": "045-000-1234",
            "prefecture": "神奈川県",
        },
    ),
    "Outlook (en)": (
        "First Name,Middle Name,Last Name,Title,Suffix,Company,Job Title,Department,E-mail Address,E-mail 2 Address,Business Phone,"
        "Mobile Phone,Business Fax,Business Street,Business City,Business State,Business Postal Code,Business Country,Categories,Notes",
        [
            "Anna,,Müller,Dr.,,Nordlicht GmbH,Buyer,Sales,anna@example.com,,,+49 1512 3456789,,Hauptstr. 5,Köln,NRW,50667,Germany,,"
        ],
        {"family_name": "Müller", "honorific": "Dr.", "title": "Buyer", "email": "anna@example.com", "city": "Köln"},
    ),
    "HubSpot": (
        "Record ID,First Name,Last Name,Email,Phone Number,Job Title,Company Name,Contact owner,Lead Status,Lifecycle Stage,"
        "Create Date,Country/Region,Original Source",
        [
            "51001,Anna,Müller,anna@example.com,+49 1512 3456789,Buyer,Nordlicht GmbH,佐伯,Open,Lead,2026-11-19 10:20,Germany,Website"
        ],
        {"external_id": "51001", "family_name": "Müller", "email": "anna@example.com", "company": "Nordlicht GmbH"},
    ),
    "Salesforce": (
        "Id,LastName,FirstName,Salutation,Title,Company,Street,City,State,PostalCode,Country,Phone,MobilePhone,Fax,Email,Website,"
        "LeadSource,Status,Industry,HasOptedOutOfEmail,DoNotCall,Description",
        [
            "00Q1,Müller,Anna,Dr.,Buyer,Nordlicht GmbH,Hauptstr. 5,Köln,NRW,50667,Germany,,,,anna@example.com,,Web,Open,,1,0,"
        ],
        {"external_id": "00Q1", "family_name": "Müller", "email": "anna@example.com", "opt_out_email": "1"},
    ),
    "Salesforce (ja)": (
        "姓,名,会社名,役職,メール,電話,携帯,Fax,郵便番号,都道府県,市区郡,町名・番地,国,Web サイト,リードソース,リード 状況,業種,メール送信除外,電話禁止,説明",
        [
            "田中,花子,株式会社青葉計測,課長,hanako@example.jp,045-000-1234,,,231-0005,神奈川県,横浜市中区,本町1-2-3,日本,,Web,新規,製造,1,0,"
        ],
        {
            "family_name": "田中",
            "given_name": "花子",
            "email": "hanako@example.jp",
            "opt_out_email": "1",
            "source": "フォーム",
        },
    ),
    "Zoho": (
        "Lead Id,First Name,Last Name,Company,Title,Email,Secondary Email,Phone,Mobile,Fax,Website,Lead Source,Lead Status,Industry,"
        "No. of Employees,Annual Revenue,Email Opt Out,Street,City,State,Zip Code,Country,Description",
        [
            "z1,Anna,Müller,Nordlicht GmbH,Buyer,anna@example.com,a2@example.com,,,,,Trade Show,Open,,50,,true,,Köln,,50667,Germany,"
        ],
        {
            "family_name": "Müller",
            "title": "Buyer",
            "email": "anna@example.com",
            "email_2": "a2@example.com",
            "opt_out_email": "true",
        },
    ),
    "kintone": (
        "レコード番号,会社名,部署名,担当者名,郵便番号,住所,TEL,FAX,メールアドレス,備考,更新日時,更新者",
        [
            "12,株式会社青葉計測,営業部,田中 花子,231-0005,神奈川県横浜市中区本町1-2-3,045-000-1234,,hanako@example.jp,,2026-11-19 10:00,佐伯"
        ],
        {"company": "株式会社青葉計測", "name": "田中 花子", "phone": "045-000-1234", "email": "hanako@example.jp"},
    ),
    "Mailchimp": (
        "Email Address,First Name,Last Name,Address,Phone Number,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,"
        "LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS,UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_REASON",
        [
            "anna@example.com,Anna,Müller,,,2,2025-01-02 03:04:05,192.0.2.7,,,,,,,Europe/Berlin,DE,BE,2026-01-01 00:00:00,1,e1,,fair,"
            "2026-10-01 00:00:00,Autumn,NORMAL"
        ],
        {
            "email": "anna@example.com",
            "given_name": "Anna",
            "consent_on": "2025-01-02 03:04:05",
            "consent_how": "192.0.2.7",
            "consent": "同意あり",
            "evidence": "OPTIN_TIME 2025-01-02 03:04:05, OPTIN_IP 192.0.2.7",
        },
    ),
    "Marketo (REST)": (
        "email,firstName,lastName,company,title,phone,mobilePhone,fax,website,address,city,state,postalCode,country,industry,"
        "numberOfEmployees,annualRevenue,leadSource,leadStatus,leadScore,unsubscribed,unsubscribedReason,marketingSuspended,"
        "doNotCall,blackListed,emailInvalid,emailInvalidCause",
        [
            "anna@example.com,Anna,Müller,Nordlicht GmbH,Buyer,,+49 1512 3456789,,,Hauptstr. 5,Köln,NRW,50667,Germany,,50,,Web,Open,"
            "10,false,,true,false,false,true,mailbox full"
        ],
        {
            "given_name": "Anna",
            "family_name": "Müller",
            "mobile": "+49 1512 3456789",
            "opt_out_email": "true",
            "bounce": "mailbox full",
        },
    ),
    "Marketo (friendly)": (
        "Email Address,First Name,Last Name,Company Name,Job Title,Phone Number,Mobile Phone Number,Unsubscribed,Do Not Call,"
        "Person Source,Person Score",
        ["anna@example.com,Anna,Müller,Nordlicht GmbH,Buyer,+49 221 12345,,false,true,Web,10"],
        {"email": "anna@example.com", "company": "Nordlicht GmbH", "opt_out_phone": "true"},
    ),
    "Wantedly People": (
        "氏名,氏名（ふりがな）,会社名,部署,役職,メールアドレス,電話番号,携帯電話番号,FAX,郵便番号,住所,URL,名刺登録日",
        [
            "田中 花子,タナカ ハナコ,株式会社青葉計測,営業部,課長,hanako@example.jp,045-000-1234,090-0000-1234,,231-0005,神奈川県横浜市,,2026-11-19"
        ],
        {"name": "田中 花子", "name_kana": "タナカ ハナコ", "mobile": "090-0000-1234"},
    ),
    "Mailwise": (
        "メールアドレス,名前,会社名,部課",
        ["hanako@example.jp,田中 花子,株式会社青葉計測,営業部"],
        {"name": "田中 花子", "company": "株式会社青葉計測", "department": "営業部"},
    ),
}

FORMS: dict[str, tuple[str, str, dict[str, str]]] = {
    "google-forms": (
        "タイムスタンプ,メールアドレス,貴社名,お名前,ご興味のある製品,個人情報の取り扱いに同意する",
        "2026/11/19 10:20:30,hanako@example.jp,㈱青葉計測,田中 花子,計測器,同意する",
        {"acquired_on": "2026-11-19", "last_inbound_on": "2026-11-19", "source": "フォーム", "consent": "同意する"},
    ),
    "microsoft-forms": (
        "ID,開始時刻,完了時刻,メール,名前,会社名,お問い合わせ内容",
        "1,2026/11/19 10:18:00,2026/11/19 10:20:30,hanako@example.jp,田中 花子,㈱青葉計測,見積り希望",
        {"acquired_on": "2026-11-19", "note": "見積り希望", "email": "hanako@example.jp"},
    ),
    "typeform": (
        "#,What's your name?,Email,Company,Start Date (UTC),Submit Date (UTC),Network ID",
        "abc,田中 花子,hanako@example.jp,株式会社青葉計測,2026-11-19 10:18:00,2026-11-19 10:20:30,n1",
        {"acquired_on": "2026-11-19", "email": "hanako@example.jp", "company": "株式会社青葉計測"},
    ),
    "surveymonkey": (
        "Respondent ID,Collector ID,Start Date,End Date,IP Address,お名前,メールアドレス,会社名",
        "118,4,2026-11-19 10:18,2026-11-19 10:20,192.0.2.7,田中 花子,hanako@example.jp,株式会社青葉計測",
        {"external_id": "118", "source": "アンケート", "last_inbound_on": "2026-11-19"},
    ),
    "wordpress-forms": (
        "登録日時,your-name,your-email,your-company,your-tel,your-message",
        "2026-11-19 10:20:30,田中 花子,hanako@example.jp,株式会社青葉計測,045-000-1234,資料がほしい",
        {"name": "田中 花子", "phone": "045-000-1234", "note": "資料がほしい", "source": "フォーム"},
    ),
    "zoom-webinar": (
        "名,姓,メール,登録時間,承認ステータス,会社名",
        "花子,田中,hanako@example.jp,2026/11/19 10:20,承認済み,株式会社青葉計測",
        {"source": "セミナー", "acquired_on": "2026-11-19", "last_inbound_on": "2026-11-19"},
    ),
    "peatix": (
        "申込日時,氏名,メールアドレス,チケット名,会社名",
        "2026-11-19 10:20,田中 花子,hanako@example.jp,一般,株式会社青葉計測",
        {"source": "セミナー", "acquired_on": "2026-11-19"},
    ),
    "connpass": (
        "参加枠名,ユーザー名,表示名,参加ステータス,受付番号,更新日時,会社名,メールアドレス",
        "一般,hanako_t,田中 花子,参加,12,2026-11-19,株式会社青葉計測,hanako@example.jp",
        {"name": "田中 花子", "sns": "hanako_t", "source": "セミナー"},
    ),
    "eventbrite": (
        "Order #,Order Date,First Name,Last Name,Email,Ticket Type,Company",
        "77,2026-11-19,花子,田中,hanako@example.jp,Free,株式会社青葉計測",
        {"source": "セミナー", "acquired_on": "2026-11-19", "external_id": "77"},
    ),
    "jotform": (
        "Submission Date,Name,Email,Company,Submission ID",
        "2026-11-19 10:20:30,田中 花子,hanako@example.jp,株式会社青葉計測,5",
        {"source": "フォーム", "acquired_on": "2026-11-19"},
    ),
    "formrun": (
        "回答ID,回答日時,お名前,メールアドレス,会社名",
        "5,2026-11-19 10:20:30,田中 花子,hanako@example.jp,株式会社青葉計測",
        {"source": "フォーム", "acquired_on": "2026-11-19"},
    ),
    "exhibition": (
        "来場者番号,バーコード,会社名,氏名,メールアドレス,来場日時",
        "1,490,株式会社青葉計測,田中 花子,hanako@example.jp,2026-11-19 10:20",
        {"source": "展示会", "acquired_on": "2026-11-19"},
    ),
}


def batch_of(name: str, *lines: str) -> Batch:
    """An export as `leadlist import` reads it without any option."""
    grid = list(csv.reader(io.StringIO("\n".join(lines))))
    leads = lead_list(grid[0], grid[1:])
    preset = preset_of(leads.headings, recognize(leads, RULES).product, PRESETS.values())
    return Batch(f"{name}.csv", recognized(leads, RULES, preset), preset=preset)


def source(name: str) -> Batch:
    headings, rows, _expected = EXPORTS[name]
    return batch_of(name, headings, *rows)


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_taken_into_a_new_list(name: str) -> None:
    batches = [source(name)]
    start = new_list(batches, RULES)
    made = plan(start, RULES, batches=batches, acquired=Acquired(source="card"), today=TODAY)
    assert made.counts["read"] == made.counts["added"] == sum(made.counts[part] for part in COUNTS) == 1
    after = apply(start, made.changes)
    lead = {field: after.value(next(after.rows()), field) for field in after.fields}
    expected = EXPORTS[name][2]
    assert {field: lead.get(field, "") for field in expected} == expected
    again = plan(after, RULES, batches=batches, acquired=Acquired(source="card"), today=TODAY)
    assert not again.changes


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_taken_into_a_plain_japanese_list(name: str) -> None:
    fields = ("company", "name", "email", "phone", "address")
    start = lead_list(
        ["会社名", "氏名", "メールアドレス", "電話番号", "住所"],
        [],
        fields={f: ColumnRef(c) for c, f in enumerate(fields)},
    )
    made = plan(start, RULES, batches=[source(name)], acquired=Acquired(source="card"), today=TODAY)
    after = apply(start, made.changes)
    row = next(after.rows())
    assert after.value(row, "name") in ("田中 花子", "Hanako Tanaka", "Anna Müller")
    assert not {"family_name", "given_name", "prefecture", "city"} & after.fields.keys()
    assert "doubtful" not in after.fields


def test_an_unsubscribe_time_of_mailchimp_is_an_opt_out() -> None:
    batches = [source("Mailchimp")]
    start = lead_list(
        ["メールアドレス", "メルマガ希望"], [], fields={"email": ColumnRef(0), "subscribe_email": ColumnRef(1)}
    )
    after = apply(start, plan(start, RULES, batches=batches, acquired=Acquired(), today=TODAY).changes)
    assert after.value(next(after.rows()), "subscribe_email") == "不可"


def test_doubt_marks_of_a_card_app_are_turned_into_marks_for_a_person() -> None:
    headings, rows, _expected = EXPORTS["Eight"]
    unsure = rows[0].rsplit(",", 1)[0] + ",1"
    batches = [batch_of("eight", headings, unsure)]
    start = new_list(batches, RULES)
    made = plan(start, RULES, batches=batches, acquired=Acquired(source="card"), today=TODAY)
    assert made.counts["doubtful"] == 1
    assert "'?'を含んだデータ" in apply(start, made.changes).values("doubtful")[0]


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("氏名: 読み取りにくい; 電話番号: 市外局番", "氏名: 読み取りにくい; 電話番号: 市外局番"),
        ("氏名: 読み取りにくい; 名刺の裏", "氏名: 読み取りにくい; 名刺の裏"),
        ("Phone: another prefecture", "電話番号: another prefecture"),
    ],
)
def test_doubts_of_another_list_of_ours_stay_with_their_fields(told: str, kept: str) -> None:
    batches = [batch_of("list", "会社名,氏名,電話番号,要確認", f"甲社,新 人,03-5550-9999,{told}")]
    start = new_list(batches, RULES)
    made = plan(start, RULES, batches=batches, acquired=Acquired(source="card"), today=TODAY)
    assert apply(start, made.changes).values("doubtful")[0] == kept


@pytest.mark.parametrize("name", FORMS)
def test_answers_of_a_form_are_a_contact_from_their_side(name: str) -> None:
    headings, row, expected = FORMS[name]
    batch = batch_of(name, headings, row)
    assert batch.preset is not None
    assert batch.preset.name == name
    start = new_list([batch], RULES)
    made = plan(start, RULES, batches=[batch], acquired=Acquired(), today=TODAY)
    assert made.counts["added"] == 1, made.findings
    after = apply(start, made.changes)
    lead = {field: after.value(next(after.rows()), field) for field in after.fields}
    assert {field: lead.get(field, "") for field in expected} == expected
    assert not plan(after, RULES, batches=[batch], acquired=Acquired(), today=TODAY).changes


def test_what_the_user_says_goes_before_what_the_preset_says() -> None:
    headings, row, _expected = FORMS["google-forms"]
    batch = batch_of("a", headings, row)
    start = new_list([batch], RULES)
    after = apply(start, plan(start, RULES, batches=[batch], acquired=Acquired(source="seminar"), today=TODAY).changes)
    assert after.values("source") == ["セミナー"]


def test_a_timestamp_that_does_not_stand_first_makes_no_form() -> None:
    assert batch_of("a", "メールアドレス,氏名,タイムスタンプ", "a@example.jp,甲 一,2026/11/19").preset is None


@pytest.mark.parametrize("second", ["メルマガ拒否", "Newsletter opt-out"])
@pytest.mark.parametrize(("text", "refused"), [("1", True), ("○", True), ("×", False), ("", False)])
def test_a_no_in_a_second_column_about_permission_is_a_no(second: str, text: str, refused: bool) -> None:
    batch = batch_of("a", f"メールアドレス,氏名,配信停止,{second}", f"a@example.jp,甲 一,,{text}")
    start = new_list([batch], RULES)
    after = apply(start, plan(start, RULES, batches=[batch], acquired=Acquired(), today=TODAY).changes)
    assert bool("".join(after.values("opt_out_email"))) is refused


def test_a_second_column_that_says_the_same_is_not_taken_along() -> None:
    batch = batch_of(
        "a",
        "Record ID,First Name,Last Name,Email,Company Name,Company,Lifecycle Stage",
        "1,Anna,Li,a@example.com,X Inc.,X Inc.,Lead",
    )
    start = new_list([batch], RULES)
    made = plan(start, RULES, batches=[batch], acquired=Acquired(), today=TODAY)
    assert "Company" not in apply(start, made.changes).headings[-1]
    assert "IMPORT-003" not in {finding.code for finding in made.findings}


def test_a_switchboard_that_is_named_twice_stays_in_its_first_column() -> None:
    batch = batch_of(
        "a",
        "通常の電話,会社電話,姓,名,会社名,電子メール アドレス,会社 FAX,携帯電話",
        "03-5550-1111,03-5550-1111,甲,一,甲社,a@example.jp,,",
    )
    start = new_list([batch], RULES)
    after = apply(start, plan(start, RULES, batches=[batch], acquired=Acquired(), today=TODAY).changes)
    assert after.values("phone") == ["03-5550-1111"]
    assert "".join(after.values("phone_2")) == ""
