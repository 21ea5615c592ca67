"""A second pair of eyes: what was decided is written, approved by somebody else, and only then sent."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from leadlist.store import read_events
from tests.cli.conftest import Cli, Result

ROWS = (
    "会社名,氏名,メールアドレス,利用目的,同意,メール配信停止,ランク\n"
    "株式会社架空商事,架空 太郎,taro@example.co.jp,P01,同意あり,,A\n"
    "株式会社架空商事,架空 花子,hana@example.co.jp,P01,同意あり,○,A\n"
    "有限会社見本,見本 次郎,m2@example.jp,P01,名刺交換,,B\n"
)
RULES = 'extends = "japan"\n[mailing]\napproval = "{approval}"\n'


@pytest.fixture
def leads(tmp_path: Path, key_file: Path) -> Path:
    path = tmp_path / "見込み客.csv"
    path.write_text(ROWS, encoding="utf-8")
    path.with_name("leadlist.toml").write_text(RULES.format(approval="second"), encoding="utf-8")
    return path


def _mailing(cli: Cli, leads: Path, *more: object) -> Result:
    return cli("mailing", leads, "--channel", "email", "--purpose", "P01", *more)


def _gated(cli: Cli, leads: Path, *more: object, by: str = "田中") -> Path:
    gate = leads.with_name("gate.json")
    result = _mailing(cli, leads, "--gate", gate, "--by", by, *more)
    assert result.status == 0, result.err
    return gate


def _out(cli: Cli, leads: Path, gate: Path, *more: object) -> Result:
    return _mailing(cli, leads, "--gate", gate, "--out", leads.with_name("配信.csv"), *more)


def _refused(result: Result, leads: Path, words: str) -> None:
    """Exit 5, one sentence and a hint, and no file."""
    assert result.status == 5
    told = [line for line in result.err.splitlines() if line.startswith("Error: ")]
    assert len(told) == 1
    assert words in told[0]
    assert not list(leads.parent.glob("配信*"))


def test_what_somebody_else_approved_is_written_and_both_stand_in_the_log(cli: Cli, leads: Path) -> None:
    gate = _gated(cli, leads)
    approved = cli("approve", gate, "--by", "佐藤")
    assert approved.status == 0
    assert "opted out" in approved.err
    assert _out(cli, leads, gate).status == 0
    (event,) = read_events(leads, "mailing")
    assert (event.facts["author"], event.facts["approved_by"]) == ("田中", "佐藤")
    assert cli("log", leads, "--verify").status == 0


def test_a_gate_holds_no_value_of_a_lead_and_is_private(cli: Cli, leads: Path) -> None:
    gate = _gated(cli, leads)
    text = gate.read_text(encoding="utf-8")
    assert "example" not in text
    assert "架空" not in text
    assert gate.stat().st_mode & 0o077 == 0
    decision = json.loads(text)["decision"]
    assert decision["counts"]["recipients"] == 2
    assert decision["author"] == "田中"


def test_without_a_gate_nothing_is_written_where_the_rules_ask_for_one(cli: Cli, leads: Path) -> None:
    _refused(_mailing(cli, leads, "--out", leads.with_name("配信.csv")), leads, "ask for an approval")


def test_what_nobody_approved_is_not_written(cli: Cli, leads: Path) -> None:
    _refused(_out(cli, leads, _gated(cli, leads)), leads, "Nobody has approved")


@pytest.mark.parametrize("name", ["田中", " 田 中", "田中　"])
def test_the_author_cannot_approve(cli: Cli, leads: Path, name: str) -> None:
    gate = _gated(cli, leads)
    _refused(cli("approve", gate, "--by", name), leads, "cannot approve")
    _refused(_out(cli, leads, gate), leads, "Nobody has approved")


def test_one_may_approve_oneself_where_the_rules_say_so(cli: Cli, leads: Path) -> None:
    leads.with_name("leadlist.toml").write_text(RULES.format(approval="self"), encoding="utf-8")
    gate = _gated(cli, leads)
    assert cli("approve", gate, "--by", "田中").status == 0
    assert _out(cli, leads, gate).status == 0


def test_small_firms_need_no_gate(cli: Cli, leads: Path) -> None:
    leads.with_name("leadlist.toml").unlink()
    assert _mailing(cli, leads, "--out", leads.with_name("配信.csv")).status == 0


def _list_changed(leads: Path, _gate: Path) -> None:
    leads.write_text(ROWS + "有限会社見本,見本 五郎,m5@example.jp,P01,名刺交換,,B\n", encoding="utf-8")


def _rules_changed(leads: Path, _gate: Path) -> None:
    rules = leads.with_name("leadlist.toml")
    rules.write_text(rules.read_text(encoding="utf-8") + 'role_addresses = "keep"\n', encoding="utf-8")


def _edited(change: Callable[[dict[str, object]], None]) -> Callable[[Path, Path], None]:
    def edit(_leads: Path, gate: Path) -> None:
        whole = json.loads(gate.read_text(encoding="utf-8"))
        change(whole)
        gate.write_text(json.dumps(whole), encoding="utf-8")

    return edit


def _count(whole: dict[str, object]) -> None:
    whole["decision"]["counts"]["recipients"] = 3  # type: ignore[index]


def _author(whole: dict[str, object]) -> None:
    whole["decision"]["author"] = "鈴木"  # type: ignore[index]


def _approver(whole: dict[str, object]) -> None:
    whole["approval"]["by"] = "鈴木"  # type: ignore[index]


def _more(whole: dict[str, object]) -> None:
    whole["note"] = "ok"


def _cut(_leads: Path, gate: Path) -> None:
    gate.write_text(gate.read_text(encoding="utf-8")[:100], encoding="utf-8")


CASES = [
    (_list_changed, "list was changed"),
    (_rules_changed, "rules were changed"),
    (_edited(_count), "the decision was altered"),
    (_edited(_author), "the decision was altered"),
    (_edited(_approver), "the approval was altered"),
    (_edited(_more), "was altered"),
    (_cut, "it is no gate"),
]


@pytest.mark.parametrize(("spoil", "words"), CASES)
def test_a_gate_that_no_longer_fits_is_refused(
    cli: Cli, leads: Path, spoil: Callable[[Path, Path], None], words: str
) -> None:
    gate = _gated(cli, leads)
    assert cli("approve", gate, "--by", "佐藤").status == 0
    spoil(leads, gate)
    _refused(_out(cli, leads, gate), leads, words)


@pytest.mark.parametrize(
    "more", [("--segment", "ランク=A"), ("--one-to-one",), ("--preset", "mailchimp"), ("--one-per", "address")]
)
def test_a_gate_of_other_options_is_refused(cli: Cli, leads: Path, more: tuple[str, ...]) -> None:
    gate = _gated(cli, leads)
    assert cli("approve", gate, "--by", "佐藤").status == 0
    _refused(_out(cli, leads, gate, *more), leads, "other options")


@pytest.mark.parametrize("day", ["2026-11-30", "2026-11-21"])
def test_a_stale_gate_is_refused(cli: Cli, leads: Path, monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    monkeypatch.setenv("LEADLIST_TODAY", "2026-11-22")
    gate = _gated(cli, leads)
    assert cli("approve", gate, "--by", "佐藤").status == 0
    monkeypatch.setenv("LEADLIST_TODAY", day)
    _refused(_out(cli, leads, gate), leads, "7 days only")


def test_a_gate_is_refused_when_somebody_said_no_since(cli: Cli, leads: Path) -> None:
    gate = _gated(cli, leads)
    assert cli("approve", gate, "--by", "佐藤").status == 0
    assert cli("optout", leads, "m2@example.jp", "--yes").status == 0
    leads.write_text(ROWS, encoding="utf-8")  # the list as it was; the suppression file is not
    _refused(_out(cli, leads, gate), leads, "somebody said no")


def test_an_approval_is_no_good_for_another_decision(cli: Cli, leads: Path) -> None:
    gate = _gated(cli, leads)
    assert cli("approve", gate, "--by", "佐藤").status == 0
    approval = json.loads(gate.read_text(encoding="utf-8"))["approval"]
    _gated(cli, leads, "--segment", "ランク=B")
    _edited(lambda whole: whole.update(approval=approval))(leads, gate)
    _refused(_out(cli, leads, gate, "--segment", "ランク=B"), leads, "belongs to another decision")


def test_the_list_beside_the_gate_must_be_the_one_that_was_decided_on(cli: Cli, leads: Path) -> None:
    gate = _gated(cli, leads)
    _list_changed(leads, gate)
    _refused(cli("approve", gate, "--by", "佐藤"), leads, "list was changed")


def test_another_key_opens_no_gate(cli: Cli, leads: Path, own_world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from leadlist.store import new_key

    gate = _gated(cli, leads)
    new_key(own_world / "other.key")
    monkeypatch.setenv("LEADLIST_KEY_FILE", str(own_world / "other.key"))
    _refused(cli("approve", gate, "--by", "佐藤"), leads, "another key")


def test_a_gate_takes_the_place_of_no_other_file(cli: Cli, leads: Path) -> None:
    other = leads.with_name("package.json")
    other.write_text("{}", encoding="utf-8")
    assert _mailing(cli, leads, "--gate", other).status == 2
    assert other.read_text(encoding="utf-8") == "{}"


def test_a_missing_gate_is_a_mistake_and_no_refusal(cli: Cli, leads: Path) -> None:
    assert _out(cli, leads, leads.with_name("gate.json")).status == 2


def test_what_a_check_forbids_cannot_be_approved(cli: Cli, leads: Path) -> None:
    rules = leads.with_name("leadlist.toml")
    rules.write_text(rules.read_text(encoding="utf-8") + 'competitors = ["example.co.jp"]\n', encoding="utf-8")
    gate = leads.with_name("gate.json")
    assert _mailing(cli, leads, "--gate", gate).status == 1
    _refused(cli("approve", gate, "--by", "佐藤"), leads, "forbids this mailing: MAIL-002")


def test_a_gate_of_another_mail_is_refused(cli: Cli, leads: Path) -> None:
    mail = leads.with_name("案内.txt")
    mail.write_text(
        "株式会社架空商事 東京都千代田区1-1 03-1234-5678 配信停止 https://example.jp/stop", encoding="utf-8"
    )
    gate = _gated(cli, leads, "--template", mail)
    assert cli("approve", gate, "--by", "佐藤").status == 0
    mail.write_text(mail.read_text(encoding="utf-8") + " 追伸", encoding="utf-8")
    _refused(_out(cli, leads, gate, "--template", mail), leads, "other options: template")
