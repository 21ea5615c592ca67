"""The table of fields."""

from leadlist.fields import CHANNELS, FIELDS, Kind, fields_of_kind


def test_every_field_has_headings_in_both_languages() -> None:
    for field in FIELDS.values():
        assert field.heading("ja") == field.ja != ""
        assert field.heading("en") == field.en != ""


def test_headings_are_unique_in_each_language() -> None:
    for language in ("ja", "en"):
        headings = [field.heading(language) for field in FIELDS.values()]
        assert len(headings) == len(set(headings))


def test_every_channel_has_its_permission_fields() -> None:
    for channel in CHANNELS:
        assert {f"opt_out_{channel}", f"opt_out_{channel}_on", f"subscribe_{channel}"} <= FIELDS.keys()


def test_fields_of_a_kind_keep_the_tables_order() -> None:
    assert fields_of_kind(Kind.EMAIL) == ("email", "email_2", "email_3")
