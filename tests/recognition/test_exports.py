"""Exports of shops, customer and accounting programs, forms and event sites: what each column holds, without any help.

Headings as far as public documentation and samples show them; the programs change them from time to time.
"""

import pytest

from leadlist.leads import lead_list
from leadlist.recognition import recognize
from leadlist.rules import load_rules

RULES = load_rules()

VALUES = {
    "last_outbound_on": ("2024-06-01", "2024-06-02", ""),
    "name": ("佐藤 花子", "John Smith", "山田太郎"),
    "family_name": ("佐藤", "Smith", "山田"),
    "given_name": ("花子", "John", "太郎"),
    "name_kana": ("サトウ ハナコ", "ジョン スミス", "ヤマダタロウ"),
    "family_name_kana": ("サトウ", "スミス", "ヤマダ"),
    "given_name_kana": ("ハナコ", "ジョン", "タロウ"),
    "company": ("株式会社青葉", "Acme Inc.", "有限会社わかば"),
    "company_kana": ("アオバ", "アクメ", "ワカバ"),
    "department": ("営業部", "Sales", "総務課"),
    "title": ("部長", "Manager", "課長"),
    "email": ("h@aoba.co.jp", "j@acme.com", "t@wakaba.jp"),
    "email_2": ("h2@aoba.co.jp", "", "t2@wakaba.jp"),
    "email_3": ("", "j3@acme.com", ""),
    "phone": ("03-3212-1234", "03-3212-1235", "06-6345-1122"),
    "phone_2": ("03-3212-1264", "", "06-6345-1128"),
    "mobile": ("090-1234-5678", "", "080-2222-3333"),
    "fax": ("03-3212-1236", "", ""),
    "postal_code": ("100-0005", "94107", "530-0001"),
    "prefecture": ("東京都", "CA", "大阪府"),
    "city": ("千代田区", "San Francisco", "大阪市北区"),
    "street": ("丸の内1-9-1", "1 Main St", "梅田3-1-3"),
    "building": ("青葉ビル3F", "Suite 5", ""),
    "address": ("東京都千代田区丸の内1-9-1", "1 Main St, San Francisco", "大阪府大阪市北区梅田3-1-3"),
    "country": ("日本", "US", "JP"),
    "url": ("https://aoba.co.jp", "https://acme.com", ""),
    "note": ("メモ", "", "要連絡"),
    "tags": ("A;B", "", ""),
    "created_on": ("2024-05-01 10:00", "2024-05-02 11:00", "2024-05-03"),
    "updated_on": ("2024-06-01 10:00", "2024-06-02", "2024-06-03"),
    "external_id": ("8347262", "8347263", "8347299"),
    "owner": ("鈴木", "鈴木", "高橋"),
    "source": ("Web", "展示会", "紹介"),
    "status": ("新規", "対応中", "完了"),
    "birthday": ("1980-01-01", "1975-05-05", ""),
    "gender": ("女", "男", "男"),
    "subscribe_email": ("yes", "no", "yes"),
    "opt_out_email": ("no", "yes", "no"),
    "subscribe_sms": ("yes", "no", "no"),
    "industry": ("製造", "IT", ""),
    "employees": ("100", "20", "5"),
    "revenue": ("1000000", "", ""),
    "corporate_number": ("5010401067252", "", ""),
    "invoice_number": ("T5010401067252", "", ""),
    "honorific": ("様", "御中", "様"),
    "acquired_on": ("2024-05-01 10:00:00", "2024-05-02 11:00:00", "2024-05-03 12:00:00"),
    "rank": ("A", "B", "C"),
    "last_contact_on": ("2024-06-01", "2024-06-02", ""),
    "last_inbound_on": ("2024-06-01", "2024-06-02", ""),
    "sns": ("@a", "", ""),
    "phone_home": ("03-1111-2222", "", ""),
    "phone_company": ("03-3212-1234", "03-3212-1235", ""),
    "interest": ("製品A", "", ""),
    "event": ("展示会2024", "展示会2024", "展示会2024"),
    "consent": ("同意する", "同意する", "同意しない"),
    "name_en": ("Hanako Sato", "", ""),
    "representative": ("青葉 一郎", "", ""),
    "score": ("10", "20", "5"),
    "stage": ("MQL", "", "SQL"),
    "middle_name": ("", "A.", ""),
    "next_action_on": ("2027-01-01", "", ""),
    "consent_on": ("2024-05-01", "2024-05-01", "2024-05-01"),
    "phone_direct": ("03-9", "", ""),
    "-": ("x1", "x2", "x3"),
}  # fmt: skip
"""What stands in the three rows below a heading of each field, unless the export says otherwise."""

EXPORTS = {  # product: heading=field~values; - for none
    "Shopify customers": (
        "Customer ID=external_id | First Name=given_name | Last Name=family_name | Email=email | "
        "Accepts Email Marketing=subscribe_email | Default Address Company=company | Default Address Address1=street | "
        "Default Address Address2=building | Default Address City=city | Default Address Province Code=prefecture | "
        "Default Address Country Code=country | Default Address Zip=postal_code | "
        "Default Address Phone=phone_2~03-3212-1234,03-3212-1235,06-6345-1122 | Phone=phone | "
        "Accepts SMS Marketing=subscribe_sms | Total Spent=- | Total Orders=- | Note=note | Tax Exempt=- | Tags=tags"
    ),
    "Shopify orders": (
        "Name=-~#1001,#1002,#1003 | Email=email | Financial Status=-~paid,paid,refunded | "
        "Paid at=-~2024-05-01,2024-05-02,2024-05-03 | Accepts Marketing=subscribe_email | Currency=-~JPY,JPY,JPY | "
        "Total=-~1000,2000,3000 | Lineitem name=-~Cup,Pot,Pan | Billing Name=name | Billing Address1=street | "
        "Billing City=city | Billing Zip=postal_code | Billing Country=country | "
        "Billing Phone=-~03-3212-1234,03-3212-1235,06-6345-1122 | Shipping Name=-~佐藤 花子,John Smith,山田太郎 | Notes=note | "
        "Vendor=-~Aoba,Aoba,Aoba | Phone=phone | Tags=tags"
    ),
    "Square customers": (
        "Reference ID=external_id | First Name=given_name | Last Name=family_name | Email Address=email | "
        "Phone Number=phone | Nickname=- | Company Name=company | Street Address 1=street | "
        "Street Address 2=building~青葉ビル3F,Suite 5, | City=city | State=prefecture | Postal Code=postal_code | Birthday=birthday | "
        "Memo=note | Square Customer ID=-~8347262,8347263,8347299 | Creation Source=-~Web,展示会,紹介 | "
        "First Visit=-~2024-01-01,2024-01-02,2024-01-03 | Last Visit=last_inbound_on~2024-06-01,2024-06-02, | Transaction Count=-~1,2,3 | "
        "Lifetime Spend=-~100,200,300 | Email Subscription Status=subscribe_email"
    ),
    "Wix contacts": (
        "First Name=given_name | Last Name=family_name | Email 1=email | Phone 1=phone | Email 2=email_2 | "
        "Phone 2=phone_2 | Address 1 - Street=street | Address 1 - City=city | Address 1 - State/Region=prefecture | "
        "Address 1 - Zip=postal_code | Address 1 - Country=country | Company=company | Position=title | Labels=tags | "
        "Birthdate=birthday | Email subscriber status=subscribe_email | SMS subscriber status=subscribe_sms | "
        "Created At (UTC+0)=created_on | Last Activity=last_contact_on~Form,Form,Buy | Source=source | Language=-~ja,en,ja"
    ),
    "Pipedrive people": (
        "Person - Name=name | Person - Label=-~A;B,, | Person - Organization=company | Person - Email - Work=email | "
        "Person - Email - Home=-~h2@aoba.co.jp,,t2@wakaba.jp | Person - Email - Other=email_2~,j3@acme.com, | "
        "Person - Phone - Work=phone | Person - Phone - Home=phone_home | Person - Phone - Mobile=mobile | "
        "Person - Phone - Other=phone_2 | Person - Job title=title | Person - Owner=owner | Person - ID=external_id | "
        "Person - Open deals=-~1,0,2 | Person - Next activity date=next_action_on | Organization - Address=address"
    ),
    "Zoho CRM leads ja": (
        "見込み客の所有者=owner | 会社=company | 名=given_name | 姓=family_name | 役職=title | メール=email | 電話=phone | FAX=fax | "
        "携帯=mobile | Webサイト=url | 見込み客のデータ元=source | 見込み客のステータス=status | 業種=industry | 従業員数=employees | 年間売上=revenue | "
        "評価=rank | メールオプトアウト=opt_out_email | Skype ID=-~@a,, | 敬称=honorific | サブのメール=email_2 | Twitter=sns | 町名・番地=street | "
        "市区町村=city | 都道府県=prefecture | 郵便番号=postal_code | 国=country | 詳細情報=note"
    ),
    "Zoho CRM contacts en": (
        "Record Id=external_id | Contact Owner=owner | Lead Source=source | First Name=given_name | Last Name=family_name | "
        "Account Name=company | Vendor Name=- | Email=email | Title=title | Department=department | Phone=phone | "
        "Home Phone=phone_home | Other Phone=phone_2 | Fax=fax | Mobile=mobile | Date of Birth=birthday | Assistant=- | "
        "Asst Phone=- | Email Opt Out=opt_out_email | Secondary Email=email_2 | Mailing Street=street | Mailing City=city | "
        "Mailing State=prefecture | Mailing Zip=postal_code | Mailing Country=country | Other Street=- | Description=note | "
        "Created Time=created_on | Modified Time=updated_on | Last Activity Time=last_contact_on~2024-06-01,2024-06-02, | Tag=tags"
    ),
    "kintone 顧客管理": (
        "レコード番号=external_id | 会社名=company | 会社名（フリガナ）=company_kana | 部署名=department | 担当者名=name | 担当者名（フリガナ）=name_kana | "
        "役職=title | TEL（数字のみ）=phone | FAX（数字のみ）=fax | メールアドレス=email | 郵便番号（数字のみ）=postal_code | 住所=address | 顧客ランク=rank | "
        "備考=note | 作成日時=created_on | 更新者=-~鈴木,鈴木,高橋 | 更新日時=updated_on | ステータス=status | 作業者=-~鈴木,鈴木,高橋"
    ),
    "freee 取引先": (
        "名前（通称）=company | 取引先コード=external_id | ショートカット1=-~a,b,c | ショートカット2=-~d,e,f | "
        "正式名称（帳票出力時に使用される名称）=-~株式会社青葉,Acme Inc.,有限会社わかば | カナ名称=company_kana | 敬称=honorific | 事業所種別=-~法人,法人,個人 | "
        "地域=-~国内,国内,国外 | 郵便番号=postal_code | 都道府県=prefecture | 市区町村・番地=street | 建物名・部屋番号など=building | 電話番号=phone | "
        "営業担当者名=owner | 営業担当者メールアドレス=-~s@aoba.co.jp,, | 振込元口座=- | 適格請求書発行事業者=-~該当する,該当しない,未選択 | 登録番号=invoice_number | "
        "法人番号=corporate_number"
    ),
    "マネーフォワード請求書 取引先": (
        "取引先コード=external_id | 取引先名=company | 取引先名（カナ）=company_kana | 敬称=honorific | 部門名=department | 郵便番号=postal_code | "
        "都道府県=prefecture | 住所1=address~丸の内1-9-1,1 Main St,梅田3-1-3 | 住所2=building | 電話番号=phone | 担当者役職=title | 担当者氏名=name | "
        "メールアドレス=email | CCメールアドレス=-~h2@aoba.co.jp,,t2@wakaba.jp | 備考=note | 登録番号=invoice_number"
    ),
    "弥生 得意先": (
        "得意先コード=external_id | 得意先名称=company | フリガナ=company_kana | 略称=-~青葉,アクメ,わかば | 郵便番号=postal_code | "
        "住所１=address~丸の内1-9-1,1 Main St,梅田3-1-3 | 住所２=building | 部署名=department | 役職名=title | ご担当者=name | 敬称=honorific | "
        "TEL=phone | FAX=fax | メールアドレス=email | ホームページ=url | 担当者=owner | 摘要=note"
    ),
    "Googleフォーム": (
        "タイムスタンプ=created_on~2024-05-01 10:00:00,2024-05-02 11:00:00,2024-05-03 12:00:00 | メールアドレス=email | 御社名=company | "
        "お名前（フルネーム）=name | ふりがな=name_kana | 電話番号（ハイフンなし）=phone | ご職業=title~会社員,自営,学生 | "
        "今後、弊社からのご案内メールの配信を希望しますか？=subscribe_email | 個人情報の取り扱いに同意いただけますか=consent | お問い合わせ内容=note | スコア=score"
    ),
    "formrun": (
        "ID=external_id | ステータス=status | 担当者=owner | "
        "受信日時=created_on~2024-05-01 10:00:00,2024-05-02 11:00:00,2024-05-03 12:00:00 | お名前=name | 会社名=company | "
        "部署名=department | メールアドレス=email | 電話番号=phone | お問い合わせ内容=note | プライバシーポリシー=consent~同意する,同意する,同意する | "
        "リファラー=-~https://a.jp/,https://b.jp/,https://c.jp/ | IPアドレス=-~192.0.2.1,192.0.2.2,192.0.2.3"
    ),
    "LINE公式 友だち": (
        "ユーザーID=-~Uabc1,Uabc2,Uabc3 | 表示名=name~はな,TAR0,J★ | タグ=tags | 友だち追加日=acquired_on~2024-05-01,2024-05-02,2024-05-03 | "
        "最終メッセージ日時=-~2024-06-01,2024-06-02, | メモ=note"
    ),
    "BASE 注文": (
        "注文ID=-~ABC1,ABC2,ABC3 | 注文日時=acquired_on~2024-05-01 10:00:00,2024-05-02 10:00:00,2024-05-03 10:00:00 | 氏(請求先)=family_name | "
        "名(請求先)=given_name | 郵便番号(請求先)=postal_code | 都道府県(請求先)=prefecture | 住所(請求先)=address~丸の内1-9-1,1 Main St,梅田3-1-3 | "
        "住所2(請求先)=building | 電話番号(請求先)=phone | メールアドレス(請求先)=email | 氏(配送先)=-~佐藤,Smith,山田 | 名(配送先)=-~花子,John,太郎 | "
        "郵便番号(配送先)=-~100-0005,94107,530-0001 | 都道府県(配送先)=-~東京都,CA,大阪府 | 住所(配送先)=-~丸の内1-9-1,1 Main,梅田3 | "
        "電話番号(配送先)=-~03-3212-1234,03-3212-1235,06-6345-1122 | 備考=note | 商品名=-~カップ,皿,箸"
    ),
    "楽天 受注": (
        "注文番号=-~1234-1,1234-2,1234-3 | ステータス=status | 注文日時=acquired_on~2024-05-01 10:00:00,2024-05-02 10:00:00,2024-05-03 10:00:00 | "
        "注文者姓=family_name | 注文者名=given_name | 注文者姓カナ=family_name_kana | 注文者名カナ=given_name_kana | 注文者メールアドレス=email | "
        "注文者郵便番号1=-~100,941,530 | 注文者郵便番号2=-~0005,0701,0001 | 注文者住所都道府県=prefecture | 注文者住所郡市区=city | 注文者住所それ以降の住所=street | "
        "注文者電話番号1=-~03,03,06 | 注文者電話番号2=-~3212,3212,6345 | 注文者電話番号3=-~1234,1235,1122 | 注文者性別=gender | 送付先姓=-~佐藤,Smith,山田 | "
        "送付先名=-~花子,John,太郎"
    ),
    "EC-CUBE 会員": (
        "会員ID=external_id | お名前(姓)=family_name | お名前(名)=given_name | お名前(フリガナ・姓)=family_name_kana | "
        "お名前(フリガナ・名)=given_name_kana | 会社名=company | 郵便番号=postal_code | 都道府県(ID)=-~13,5,27 | 都道府県(名称)=prefecture | "
        "住所1=address~丸の内1-9-1,1 Main St,梅田3-1-3 | 住所2=building | メールアドレス=email | TEL=phone | 性別(ID)=-~2,1,1 | "
        "性別(名称)=gender | 職業(ID)=-~1,2,3 | 職業(名称)=title~公務員,会社員,学生 | 誕生日=birthday | 初回購入日=acquired_on~2024-05-01,, | "
        "最終購入日=last_inbound_on~2024-06-01,2024-06-02, | 購入回数=-~1,2,3 | メルマガ=subscribe_email | ショップ用メモ欄=note | 登録日=created_on | "
        "更新日=updated_on"
    ),
    "Mailchimp audience": (
        "Email Address=email | First Name=given_name | Last Name=family_name | Address=address | Phone Number=phone | "
        "Birthday=birthday~01/05,05/05, | "
        "OPTIN_TIME=consent_on~2024-05-01 10:00:00,2024-05-02 10:00:00,2024-05-03 10:00:00 | "
        "CONFIRM_TIME=-~2024-05-01 10:00:00,2024-05-02 10:00:00, | CONFIRM_IP=consent_how~192.0.2.1,, | LAST_CHANGED=updated_on | "
        "LEID=-~8347262,8347263,8347299 | EUID=external_id | NOTES=note | TAGS=tags"
    ),
    "Notion ja": (
        "名前=name | 会社=company | メール=email | 電話=phone | ステータス=status | 担当者=owner | タグ=tags | URL=url | 作成日時=created_on | "
        "最終更新日時=updated_on"
    ),
    "Notion en": (
        "Name=name | Company=company | Email=email | Phone=phone | Status=status | Assignee=owner | Tags=tags | "
        "Created time=created_on | Last edited time=updated_on | Notes=note"
    ),
    "Brevo": (
        "EMAIL=email | LASTNAME=family_name | FIRSTNAME=given_name | EXT_ID=external_id | DOUBLE_OPT-IN=-~Yes,No,Yes | "
        "OPT_IN=consent~Yes,No,Yes | COMPANY=company"
    ),
    "Constant Contact": (
        "Email address=email | First name=given_name | Last name=family_name | Company=company | Job title=title | "
        "Email permission status=-~Express,Implied,Express | Confirmed Opt-Out Date=opt_out_email_on~,2024-05-01, | "
        "Confirmed Opt-Out Reason=-~,too many, | Phone - work=phone | Phone - mobile=mobile | "
        "Street address line 1 - Work=street | City - Work=city | State/Province - Work=prefecture | "
        "Zip/Postal Code - Work=postal_code | Country - Work=country | Birthday=birthday | Notes=note | Tags=tags | "
        "Created At=created_on | Updated At=updated_on"
    ),
    "Thunderbird": (
        "First Name=given_name | Last Name=family_name | Display Name=name~佐藤 花子,John Smith,山田太郎 | Nickname=- | "
        "Primary Email=email | Secondary Email=email_2 | Screen Name=-~a,b,c | Work Phone=phone | Home Phone=phone_home | "
        "Fax Number=fax | Pager Number=- | Mobile Number=mobile | Home Address=-~自宅1,, | "
        "Work Address=address~丸の内1-9-1,1 Main St,梅田3-1-3 | Work City=city | Work State=prefecture | "
        "Work ZipCode=postal_code | Work Country=country | Job Title=title | Department=department | Organization=company | "
        "Web Page 1=url | Notes=note"
    ),
    "Dynamics 365 leads": (
        "(Do Not Modify) Lead=external_id~8347262,8347263,8347299 | Topic=-~製品A,, | First Name=given_name | Last Name=family_name | "
        "Job Title=title | Business Phone=phone | Mobile Phone=mobile | Email=email | Company Name=company | Website=url | "
        "Address 1: Street 1=street | Address 1: Street 2=building~青葉ビル3F,Suite 5, | Address 1: City=city | "
        "Address 1: State/Province=prefecture | Address 1: ZIP/Postal Code=postal_code | "
        "Address 1: Country/Region=country | Lead Source=source | Rating=rank | Status Reason=-~新規,対応中,完了 | "
        "Do not allow Emails=opt_out_email | Do not allow Bulk Emails=-~no,yes,no | "
        "Do not allow Phone Calls=opt_out_phone~no,yes,no | Owner=owner | Created On=created_on"
    ),
    "ActiveCampaign": (
        "Email=email | First Name=given_name | Last Name=family_name | Phone=phone | Account=company | Job Title=title | "
        "Tags=tags | Date Created=created_on | IP Address=-~192.0.2.1,, | Status=status"
    ),
    "Freshsales": (
        "First name=given_name | Last name=family_name | Job title=title | Email=email | Mobile=mobile | "
        "Company name=company | Sales owner=owner | Lifecycle stage=stage | Source=source | "
        "Do not disturb=-~false,true,false | City=city | Country=country | Tags=tags | Created at=created_on | "
        "Last contacted time=last_contact_on"
    ),
    "筆まめ": (
        "氏名=name | フリガナ=name_kana | 敬称=honorific | 会社名=company | 部署名=department | 役職=title | 会社郵便番号=postal_code | "
        "会社住所1=address~丸の内1-9-1,1 Main St,梅田3-1-3 | 会社住所2=building | 会社電話番号=phone | 会社FAX=fax | 自宅郵便番号=-~100-0005,, | "
        "自宅住所1=-~丸の内,, | 自宅電話番号=phone_home | 携帯電話=mobile | 会社E-mail=email | 個人E-mail=-~h2@aoba.co.jp,,t2@wakaba.jp | "
        "備考=note"
    ),
    "HotProfile": (
        "会社名=company | 会社名（カナ）=company_kana | 部署名１=department | 役職名１=title | 氏名（姓）=family_name | 氏名（名）=given_name | "
        "氏名カナ（姓）=family_name_kana | 氏名カナ（名）=given_name_kana | 郵便番号=postal_code | 住所=address | 代表電話番号=phone_company | "
        "直通電話番号=phone_direct~03-9999-1111,, | 携帯電話番号=mobile | FAX番号=fax | E-mailアドレス=email | 会社URL=url | "
        "名刺交換日=acquired_on | 名刺所有者=owner | メモ=note | タグ=tags"
    ),
    "eセールスマネージャー": (
        "顧客コード=external_id | 顧客名=company | 顧客名カナ=company_kana | 顧客担当者名=name | 部署=department | 役職名=title | 電話番号=phone | "
        "E-Mail=email | 担当社員=owner | 最終訪問日=last_outbound_on | 次回訪問予定日=next_action_on | 業種=industry"
    ),
    "展示会 来場者": (
        "No.=-~1,2,3 | 来場日時=acquired_on | 貴社名=company | ご所属=department | お役職=title | ご芳名=name | ふりがな=name_kana | "
        "〒=postal_code | ご住所=address | お電話番号=phone | E-mail=email | 当日の応対者=-~鈴木,鈴木,高橋 | 温度感=rank | "
        "DM送付可否=subscribe_post~可,不可,可 | アンケートQ1=-~はい,いいえ,はい"
    ),
    "Peatix": (
        "チケット名=-~一般,一般,学生 | 申込日=acquired_on~2024-05-01 10:00,2024-05-02 10:00,2024-05-03 10:00 | 姓=family_name | "
        "名=given_name | メールアドレス=email | フォーム:会社名=company | フォーム:部署・役職=-~営業部 部長,総務課,企画部 | チェックイン日時=-~2024-06-01,, | "
        "金額=-~1000,1000,500"
    ),
    "connpass": (
        "参加枠名=-~一般,一般,LT | ユーザー名=-~hana,taro,john | 表示名=name | 利用開始日=-~2014-05-01,, | 参加ステータス=-~新規,対応中,完了 | "
        "出席ステータス=-~出席,欠席,出席 | 会社名を教えてください=company | メールアドレスを入力してください=email | 受付番号=external_id~111,112,113"
    ),
    "SuiteCRM en": (
        "ID=external_id | Name=name | First Name=given_name | Last Name=family_name | Account Name=company | "
        "Email Address=email | Office Phone=phone | Mobile=mobile | Fax=fax | Primary Address Street=street | "
        "Primary Address City=city | Primary Address State=prefecture | Primary Address Postal Code=postal_code | "
        "Primary Address Country=country | Lead Source=source | Do Not Call=opt_out_phone~0,1,0 | "
        "Email Opt Out=opt_out_email | Date Created=created_on | Assigned User=owner"
    ),
}  # fmt: skip


def columns_of(export: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Heading, field and values of each column."""
    found = []
    for part in export.split(" | "):
        heading, _sign, rest = part.rpartition("=") if "~" not in part else part.partition("=")
        field, _sign, values = rest.partition("~")
        found.append((heading, field, tuple(values.split(",")) if values else VALUES[field]))
    return found


@pytest.mark.parametrize("product", EXPORTS)
def test_the_columns_of_an_export_are_known(product: str) -> None:
    columns = columns_of(EXPORTS[product])
    rows = list(map(list, zip(*(values for _heading, _field, values in columns), strict=True)))
    found = recognize(lead_list([heading for heading, _field, _values in columns], rows), RULES).columns
    assert [(c.heading, c.field or "-") for c in found] == [(heading, field) for heading, field, _values in columns]
