"""The vCards of the trade fair: one from an old mobile phone, one from an iPhone, one of version 4."""

import quopri

from example_people import Lead, half_kana


def cards(leads: list[Lead]) -> dict[str, bytes]:
    """File name -> bytes. The second card is somebody who is in the list, with a new title."""
    known = next(lead for lead in leads if lead.source == "展示会" and lead.title == "課長" and "." in lead.email)
    family, given = known.name.split()
    return {"gara-kei.vcf": _old(), "iphone.vcf": _iphone(known, family, given), "v4.vcf": _new()}


def _old() -> bytes:
    def encoded(text: str) -> str:
        quoted = quopri.encodestring(text.encode("cp932"), quotetabs=True).decode()
        return quoted.replace("=\n", "=\r\n")

    lines = [
        "BEGIN:VCARD",
        "VERSION:2.1",
        f"N;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:{encoded('柳澤')};{encoded('芳樹')};;;",
        f"FN;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:{encoded('柳澤 芳樹')}",
        f"ORG;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:{encoded('㈱能代ソーイング')};{encoded('製造部')}",
        f"TITLE;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:{encoded('工場長')}",
        "TEL;WORK;VOICE:0185-50-2211",
        "TEL;CELL:09055501234",
        "EMAIL;INTERNET:yanagisawa@noshiro-sewing.example.jp",
        "END:VCARD",
        "",
    ]
    reading = f"SOUND;X-IRMC-N;CHARSET=SHIFT_JIS:{half_kana('ヤナギサワ')};{half_kana('ヨシキ')};;;"
    return "\r\n".join([*lines[:3], reading, *lines[3:]]).encode("cp932")


def _iphone(lead: Lead, family: str, given: str) -> bytes:
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "PRODID:-//Apple Inc.//iPhone OS 19.0//EN",
        f"N:{family};{given};;;",
        f"FN:{family} {given}",
        f"X-PHONETIC-FIRST-NAME:{lead.kana.split()[1]}",
        f"X-PHONETIC-LAST-NAME:{lead.kana.split()[0]}",
        f"ORG:{lead.company};{lead.department}",
        "TITLE:部長",
        f"item1.EMAIL;type=INTERNET;type=pref:{lead.email}",
        "item1.X-ABLabel:_$!<Work>!$_",
        f"TEL;type=WORK;type=VOICE:{lead.phone}",
        "END:VCARD",
        "",
    ]
    return "\r\n".join(lines).encode()


def _new() -> bytes:
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "FN:Erika Lindqvist",
        "N:Lindqvist;Erika;;;",
        "ORG:Norrsken Verktyg AB;Purchasing",
        "TITLE:Head of Purchasing",
        'TEL;VALUE=uri;TYPE="voice,work":tel:+46-31-390-12-34',
        "EMAIL;TYPE=work:erika.lindqvist@norrsken.example.com",
        "ADR;TYPE=work:;;Avenyn 18;Göteborg;;411 17;Sweden",
        "NOTE:会場で試料を預かった。測定結果を送る約束。",
        "END:VCARD",
        "",
    ]
    return "\r\n".join(lines).encode()
