"""What rules can say: one frozen dataclass a section. The names are the keys of the TOML file.

A key's type is its annotation, its meaning the comment behind it; docs/rules.md is checked against this file.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from leadlist.fields import FIELDS
from leadlist.rules.countries import COUNTRIES


def _one_of(values: Collection[str], default: Any) -> Any:
    """A key whose text, or each of whose texts, is one of these."""
    return field(default=default, metadata={"one_of": values})


@dataclass(frozen=True)
class NormalizeRules:
    """`[normalize]`: how values are written."""

    address_numbers: str = _one_of(("keep", "hyphen"), "keep")  # "keep" | "hyphen"
    phone_style: str = _one_of(("national", "international"), "national")  # "national" | "international"
    skip: tuple[str, ...] = _one_of(FIELDS, ())  # fields that normalize leaves alone


@dataclass(frozen=True)
class ValidateRules:
    """`[validate]`: which checks run and how severe each is."""

    required: tuple[str, ...] = _one_of(FIELDS, ())  # fields that no lead may lack
    stale_months: int = 24  # a lead without contact for longer is a finding
    fail_on: str = _one_of(
        ("error", "warning", "info"), "error"
    )  # "error" | "warning" | "info": what makes validate exit 1
    severity: Mapping[str, str] = field(default_factory=dict)  # check code -> "error" | "warning" | "info" | "off"


@dataclass(frozen=True)
class MatchRules:
    """`[match]`: how records of the same lead are found and merged."""

    merge_precision: float = 0.995  # the estimated precision the merge band must have
    merge_at: float | None = None  # match weight in bits; overrides merge_precision
    review_at: float | None = None  # match weight in bits from which a person is asked
    kinds: Mapping[str, str] = field(default_factory=dict)  # heading -> kind, for columns that are no known field
    survivorship: Mapping[str, str] = field(default_factory=dict)  # field (or "default") -> rule
    weights: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # written by dedupe --save-weights


@dataclass(frozen=True)
class Purpose:
    """`[purposes.CODE]`: a purpose of use as it was told to the people concerned (個人情報保護法17条)."""

    text: str


@dataclass(frozen=True)
class Source:
    """`[sources.KIND]`: a way leads come in."""

    label: str  # what is written into the list
    words: tuple[str, ...] = ()  # what a cell of the column 取得元 may say for it
    inbound: bool = False  # an acquisition of this kind is a contact from the lead's side
    trust: int = 1  # of two values from different sources the more trusted one survives
    bulk: bool = True  # false: one person may be written to, but not many at once, without their own consent
    third_party: bool = False  # taken over from another firm: how must be said (個人情報保護法27条, 30条)
    terms: str = ""  # what the platform's own terms forbid; shown at every import


@dataclass(frozen=True)
class Party:
    """`[parties.CODE]`: who leads are given to, or come from (個人情報保護法27条-30条). A group company is one, too."""

    name: str  # the firm's or department's own name
    kind: str = _one_of(
        ("own", "processor", "joint", "third_party"), "third_party"
    )  # "own": a department of the same firm | "processor": 委託 | "joint": 共同利用 | "third_party": 第三者提供
    address: str = ""
    representative: str = ""  # of a firm
    country: str = _one_of(("", *COUNTRIES), "")  # ISO 3166 code; empty: the rules' own
    group: bool = False  # a group company or franchise: never "own"
    abroad: str = _one_of(
        ("", "consent", "equivalent_country", "equivalent_measures"), ""
    )  # in another country: on what ground (28条)
    consent: str = ""  # the column in which a lead consents to be given to it
    purpose: str = ""  # a code of [purposes]: whoever was taken in for it, with consent, may be given to it
    items: tuple[str, ...] = _one_of(FIELDS, ())  # the fields it may get; empty: any
    notice: str = ""  # where it was published: joint use, equivalent measures
    contract: str = ""  # of a processor


@dataclass(frozen=True)
class Period:
    """`[retention.periods.NAME]`: how long a lead of these sources is kept. The first that fits decides."""

    keep: str  # "2 years", "18 months"
    ground: str  # the statute or guideline, or that it is a house default
    sources: tuple[str, ...] = ()  # source kinds; empty: any
    purposes: tuple[str, ...] = ()  # purpose codes; empty: any
    since: str = _one_of(("last_inbound", "acquired"), "last_inbound")  # "last_inbound" (else acquisition) | "acquired"
    then: str = _one_of(
        ("erase", "pseudonymise"), "erase"
    )  # when it is over: "erase" | "pseudonymise" (for statistics)


@dataclass(frozen=True)
class KeepRule:
    """`[retention.keep.NAME]`: leads that stay although their period is over, and why."""

    field: str
    values: tuple[str, ...]  # the cell's text, folded; "*" is any text
    reason: str


@dataclass(frozen=True)
class RetentionRules:
    """`[retention]`: how long leads are kept, and which must be."""

    at_most: str = "20%"  # of a list in one run; more is refused
    warn: str = "30 days"  # leads due within this time are findings
    statistics: tuple[str, ...] = (
        "source",
        "event",
        "acquired_on",
        "prefecture",
        "industry",
    )  # what pseudonymising keeps
    sheets: tuple[str, ...] = ()  # other worksheets whose rows go with the lead
    periods: Mapping[str, Period] = field(default_factory=dict)
    keep: Mapping[str, KeepRule] = field(default_factory=dict)


@dataclass(frozen=True)
class BackupRules:
    """`[backup]`: how long backups are kept."""

    max_age: str = "90 days"  # older backups are removed, whatever else is said


@dataclass(frozen=True)
class MailingRules:
    """`[mailing]`: who is written to, who must agree, and what is looked at before anything is sent."""

    role_addresses: str = _one_of(("leave out", "keep"), "leave out")  # "leave out" | "keep": addresses of an office
    per_company: int = 0  # of one company at most so many leads; 0: all
    file_for: str = "30 days"  # how long a mailer's file may be used; stands in it
    contact: str = ""  # whom to ask about a mailer's file; stands in it
    approval: str = _one_of(("none", "self", "second"), "none")  # who must agree: nobody | anybody | a second person
    gate_lasts: str = "7 days"  # how long an approval may be used
    own_domains: tuple[str, ...] = ()  # mail domains of one's own staff, and of competitors
    competitors: tuple[str, ...] = ()
    jump: str = "50%"  # so many more or fewer than in the last mailing of the purpose are a finding
    sender: str = ""  # what a template must show: who sends it, their address, whom to ask
    sender_address: str = ""
    sender_contact: str = ""
    severity: Mapping[str, str] = field(default_factory=dict)  # check code -> "error" (nothing is sent) | … | "off"


@dataclass(frozen=True)
class Rules:
    """Everything that is in force for one list. `origins` says where each value came from; `digest` names the whole."""

    language: str = _one_of(("ja", "en"), "ja")  # "ja" | "en": headings of columns that leadlist adds
    country: str = _one_of(COUNTRIES, "JP")  # ISO 3166 code
    columns: Mapping[str, str] = field(default_factory=dict)  # field -> the heading that holds it
    normalize: NormalizeRules = NormalizeRules()
    validate: ValidateRules = ValidateRules()
    match: MatchRules = MatchRules()
    purposes: Mapping[str, Purpose] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    parties: Mapping[str, Party] = field(default_factory=dict)
    stages: tuple[str, ...] = ()  # what the drop-down of 段階 offers in a list that leadlist makes
    retention: RetentionRules = RetentionRules()
    backup: BackupRules = BackupRules()
    mailing: MailingRules = MailingRules()
    name: str = field(default="", metadata={"key": False})
    origins: Mapping[str, str] = field(default_factory=dict, metadata={"key": False})
    digest: str = field(default="", metadata={"key": False})
