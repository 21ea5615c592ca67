"""Many short texts on their way to another process, as one long one."""

from typing import Any

BETWEEN = "\x1f"  # unit separator: a text that has one is seldom, and then all are sent one by one


class Packed(list[str]):
    """A list of texts, and for whoever gets it a list like any other. Pickled one by one, each text takes longer than
    many a thing that is then done with it, and three times the memory."""

    def __reduce__(self) -> tuple[Any, ...]:
        whole = BETWEEN.join(self)
        return (_unpacked, (whole,)) if whole.count(BETWEEN) == len(self) - 1 else (Packed, (list(self),))


def _unpacked(whole: str) -> Packed:
    return Packed(whole.split(BETWEEN))
