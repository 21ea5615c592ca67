"""leadlist dedupe"""

from leadlist.cli.dedupe_options import (
    Against,
    AskPairs,
    By,
    Clusters,
    Decisions,
    DedupeReport,
    Explain,
    Review,
    SaveWeights,
)
from leadlist.cli.options import ChangeOptions, ListFile
from leadlist.errors import UserError
from leadlist.locale import _


def dedupe(
    list_file: ListFile,
    options: ChangeOptions,
    review: Review = None,
    decisions: Decisions = None,
    ask: AskPairs = False,
    by: By = None,
    against: Against = None,
    explain: Explain = None,
    report: DedupeReport = None,
    clusters: Clusters = None,
    save_weights: SaveWeights = False,
) -> None:
    """leadlist dedupe 見込み客.xlsx --dry-run
    leadlist dedupe 見込み客.xlsx
    leadlist dedupe 見込み客.xlsx --review 確認.xlsx
    leadlist dedupe 見込み客.xlsx --decisions 確認.xlsx
    leadlist dedupe 見込み客.xlsx --ask
    leadlist dedupe 見込み客.xlsx --explain 12 45
    leadlist dedupe leads.csv --by company --out companies.csv"""
    looks = {"--review": review, "--report": report, "--clusters": clusters}
    modes = {"--decisions": decisions, "--ask": ask, "--by": by, "--against": against, "--explain": explain}
    modes["--save-weights"] = save_weights
    _require_one([*(name for name, value in modes.items() if value), *[next((n for n, v in looks.items() if v), "")]])
    if any(looks.values()):
        from leadlist.cli.dedupe_look import look

        look(list_file, options, review=review, report=report, clusters=clusters)
    elif save_weights:
        from leadlist.cli import dedupe_weights

        dedupe_weights.save_weights(list_file, options)
    elif explain:
        from leadlist.cli.dedupe_explain import explain_pair

        explain_pair(list_file, options, explain)
    elif by:
        from leadlist.cli.dedupe_groups import group

        group(list_file, options, by)
    elif against:
        from leadlist.cli.dedupe_against import compare_with

        compare_with(list_file, options, against)
    else:
        from leadlist.cli.dedupe_merge import merge

        merge(list_file, options, decisions=decisions, ask=ask)


def _require_one(chosen: list[str]) -> None:
    """Raises UserError where two things at once are wanted."""
    wanted = [name for name in chosen if name]
    if len(wanted) > 1:
        raise UserError(
            _("{first} and {second} do not go together.").format(first=wanted[0], second=wanted[1]),
            hint=_("Run them one after the other."),
        )
