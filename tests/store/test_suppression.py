"""The suppression file: who said no and who was erased, as keyed hashes that nobody can alter unseen."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from leadlist.errors import Damaged, Refused, UserError
from leadlist.store import (
    CARRIED,
    Consent,
    Key,
    OptOut,
    continue_after_loss,
    open_ledger,
    open_list,
    read_suppression,
    suppression_target,
    unfinished,
)
from leadlist.store.keys import random_key
from leadlist.store.wrapping import rotated
from tests.store.conftest import KEY, NOW, OLD, change

DAY = date(2026, 11, 19)
TARO = "taro@example.jp"


def opt_out(leads: Path, *refusals: OptOut, key: Key = KEY) -> Path:
    path = suppression_target(leads)
    with open_ledger(path, key, now=NOW, like=leads) as ledger:
        ledger.opt_out(refusals)
    return path


def test_a_refusal_counts_for_its_channel_and_one_for_all_counts_for_each(leads: Path) -> None:
    opt_out(leads, OptOut(TARO, "email", DAY), OptOut("+819012345678", "all", DAY))
    found = read_suppression(leads, KEY)
    assert found.refused_on("email", TARO) == DAY
    assert found.refused_on("phone", TARO) is None
    assert found.refused_on("sms", "+819012345678") == DAY
    assert found.refused_on("email", "hanako@example.jp") is None
    assert found.counts() == {"all": 1, "email": 1, "erased": 0}


@pytest.mark.parametrize(
    ("consented", "channel", "refused"),
    [
        (date(2026, 11, 18), "email", True),
        (DAY, "email", True),  # of the same day: nobody knows which came first
        (date(2026, 11, 20), "email", False),
        (date(2026, 11, 20), "all", False),
        (date(2026, 11, 20), "phone", True),
    ],
)
def test_only_a_newer_consent_lifts_a_refusal(leads: Path, consented: date, channel: str, refused: bool) -> None:
    path = opt_out(leads, OptOut(TARO, "email", DAY))
    with open_ledger(path, KEY, now=NOW) as ledger:
        ledger.consent([Consent(TARO, channel, consented, "0" * 64)])
    assert (read_suppression(leads, KEY).refused_on("email", TARO) is not None) is refused
    opt_out(leads, OptOut(TARO, "email", date(2026, 11, 21)))
    assert read_suppression(leads, KEY).refused_on("email", TARO) == date(2026, 11, 21)


def test_a_consent_for_one_channel_leaves_the_others_refused(leads: Path) -> None:
    path = opt_out(leads, OptOut(TARO, "all", DAY))
    with open_ledger(path, KEY, now=NOW) as ledger:
        ledger.consent([Consent(TARO, "email", date(2026, 11, 20), "0" * 64)])
    found = read_suppression(leads, KEY)
    assert found.refused_on("email", TARO) is None
    assert found.refused_on("phone", TARO) == DAY


def test_the_file_holds_no_address_and_differs_by_key(leads: Path, tmp_path: Path) -> None:
    content = opt_out(leads, OptOut(TARO, "email", DAY, "unsubscribed")).read_text()
    assert "taro" not in content
    assert "example" not in content
    other = tmp_path / "other" / "list.csv"
    other.parent.mkdir()
    assert read_suppression(leads, KEY).refused_on("email", TARO)
    again = opt_out(other, OptOut(TARO, "email", DAY), key=random_key())
    assert json.loads(content)["entries"][0]["address"] != json.loads(again.read_text())["entries"][0]["address"]


def test_what_is_held_already_is_not_written_twice(leads: Path) -> None:
    path = opt_out(leads, OptOut(TARO, "email", DAY), OptOut(TARO, "email", DAY))
    size = path.stat().st_size
    opt_out(leads, OptOut(TARO, "email", DAY, "again"))
    assert path.stat().st_size == size


def test_many_refusals_go_into_lines_of_a_thousand(leads: Path) -> None:
    path = opt_out(leads, *(OptOut(f"a{number}@example.jp", "email", DAY) for number in range(2500)))
    assert [len(json.loads(line)["entries"]) for line in path.read_text().splitlines()] == [1000, 1000, 500]
    assert read_suppression(leads, KEY).counts()["email"] == 2500


def test_files_of_the_folders_above_apply_too(leads: Path) -> None:
    rules = leads.parent.parent / "leadlist.toml"
    rules.touch()
    assert suppression_target(leads, rules).parent == rules.parent
    assert suppression_target(leads, leads.parent / "elsewhere" / "leadlist.toml").parent == leads.parent
    with open_ledger(suppression_target(leads, rules), KEY, now=NOW) as ledger:
        ledger.opt_out([OptOut(TARO, "email", DAY)])
    opt_out(leads, OptOut("hanako@example.jp", "email", DAY))
    found = read_suppression(leads, KEY)
    assert found.refused_on("email", TARO)
    assert found.refused_on("email", "hanako@example.jp")
    assert len(found.files) == 2


def test_it_is_as_private_as_the_list(leads: Path) -> None:
    assert opt_out(leads, OptOut(TARO, "email", DAY)).stat().st_mode & 0o007 == 0


def test_without_a_key_it_says_what_is_needed(leads: Path) -> None:
    opt_out(leads, OptOut(TARO, "email", DAY))
    with pytest.raises(UserError, match="without the key") as error:
        read_suppression(leads, None)
    assert "key" in error.value.hint
    assert error.value.status == 2


def test_with_another_key_it_is_exit_6(leads: Path) -> None:
    opt_out(leads, OptOut(TARO, "email", DAY))
    with pytest.raises(Damaged, match="belongs to key"):
        read_suppression(leads, random_key())


def test_it_goes_on_after_a_rotation_even_with_the_root_from_paper(leads: Path) -> None:
    opt_out(leads, OptOut(TARO, "email", DAY))
    new = rotated(KEY)
    opt_out(leads, OptOut("hanako@example.jp", "email", DAY), key=new)
    for key in (new, replace(new, kept={}, earlier={})):
        found = read_suppression(leads, key)
        assert found.refused_on("email", TARO)
        assert found.refused_on("email", "hanako@example.jp")


def flipped(content: bytes) -> bytes:
    return content.replace(b'"email"', b'"phone"', 1)


def without_line(content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    return b"".join([lines[0], *lines[2:]])


def cut(content: bytes) -> bytes:
    return b"".join(content.splitlines(keepends=True)[:-1])


def swapped(content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    return b"".join([lines[1], lines[0], *lines[2:]])


def later_consent(content: bytes) -> bytes:
    return content.replace(b'"2026-11-19"', b'"2016-11-19"', 1)


@pytest.mark.parametrize("harm", [flipped, without_line, cut, swapped, later_consent, lambda content: b""])
def test_damage_is_noticed(leads: Path, harm: Callable[[bytes], bytes]) -> None:
    for name in ("taro", "hanako", "jiro"):
        path = opt_out(leads, OptOut(f"{name}@example.jp", "email", DAY))
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(Damaged):
        read_suppression(leads, KEY)


def test_a_file_that_was_removed_is_noticed(leads: Path) -> None:
    opt_out(leads, OptOut(TARO, "email", DAY)).unlink()
    with pytest.raises(Damaged, match="fewer opt-outs"):
        read_suppression(leads, KEY)


def test_a_line_that_was_never_finished_does_not_count_and_is_cut_off(leads: Path) -> None:
    path = opt_out(leads, OptOut(TARO, "email", DAY))
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"entries":[')
    assert read_suppression(leads, KEY).refused_on("email", TARO)
    opt_out(leads, OptOut(TARO, "phone", DAY, CARRIED))
    assert path.read_bytes().startswith(whole + b'{"entries":[{')
    assert read_suppression(leads, KEY).refused_on("phone", TARO)


def test_an_erasure_is_known_by_each_of_its_marks_and_unfinished_until_it_is_said(leads: Path) -> None:
    with open_ledger(suppression_target(leads), KEY, now=NOW) as ledger:
        number = ledger.forget(["address taro@example.jp", "lead L-0000000001"], leads, DAY, "R-1")
    found = read_suppression(leads, KEY)
    assert found.has_erased(["address taro@example.jp"])
    assert found.has_erased(["x", "lead L-0000000001"])
    assert not found.has_erased(["address hanako@example.jp"])
    assert [(each.number, each.request) for each in unfinished(leads, KEY)] == [(number, "R-1")]
    assert unfinished(leads.with_name("other.csv"), KEY) == []
    with open_ledger(suppression_target(leads), KEY, now=NOW) as ledger:
        ledger.forgotten([number])
    assert unfinished(leads, KEY) == []


def test_after_a_lost_key_it_refuses_until_the_opt_outs_were_read_in_again(leads: Path) -> None:
    with open_list(leads, KEY) as store:
        change(store, OLD + b"x")
    opt_out(leads, OptOut(TARO, "email", DAY))
    new = random_key()
    continue_after_loss(leads, new, now=NOW)
    with pytest.raises(Refused, match="lost"):
        read_suppression(leads, new)
    opt_out(leads, OptOut(TARO, "email", DAY), key=new)
    assert read_suppression(leads, new).refused_on("email", TARO) == DAY
