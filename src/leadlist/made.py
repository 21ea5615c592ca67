"""Sequences whose items are made when they are asked for: what millions of rows hold is kept as numbers till then."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import TypeVar, overload

Item = TypeVar("Item")


class Made(Sequence[Item]):
    """A sequence by what `_one` makes for a place; it is equal to any other with the same items."""

    @abstractmethod
    def _one(self, place: int) -> Item:
        """The item at a place, counted from the end where it is negative. Raises IndexError where there is none."""

    def _some(self, part: slice) -> list[Item]:
        """The items of a part."""
        return [self._one(place) for place in range(*part.indices(len(self)))]

    @overload
    def __getitem__(self, place: int) -> Item: ...
    @overload
    def __getitem__(self, place: slice) -> list[Item]: ...
    def __getitem__(self, place: int | slice) -> Item | list[Item]:
        return self._some(place) if isinstance(place, slice) else self._one(place)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]
