"""The stages of a linkage, in words, for the progress bar."""

from leadlist.cli.progress import step
from leadlist.locale import _


def tell_stage(name: str) -> None:
    """Show that a stage of a linkage has begun (`matching.linkage.STAGES`)."""
    words = {
        "encode": _("reading values"),
        "block": _("choosing pairs"),
        "compare": _("comparing pairs"),
        "learn": _("weighing pairs"),
        "cluster": _("joining rows"),
    }
    step(words[name], list(words).index(name) + 1, len(words))
