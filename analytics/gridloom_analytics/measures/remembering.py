"""What is worked out once for a commit of a city that is open."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from gridloom_layers.workspace import Reading

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")


class Remembered(Generic[Key, Found]):
    """Values by key for each city; those of an older commit are forgotten.

    >>> from types import SimpleNamespace
    >>> city = SimpleNamespace(sequence=1)
    >>> doubled = Remembered(lambda city, key: 2 * key)
    >>> doubled(city, 4)
    8
    """

    def __init__(self, make: Callable[[Reading, Key], Found]) -> None:
        self._make = make
        self._of: WeakKeyDictionary[Reading, tuple[int, dict[Key, Found]]] = WeakKeyDictionary()

    def __call__(self, store: Reading, key: Key) -> Found:
        """Return the value for ``key``, made now where it is not known at this commit."""
        commit, known = self._of.get(store, (None, {}))
        if commit != store.sequence:
            known = {}
            self._of[store] = (store.sequence, known)
        if key not in known:
            known[key] = self._make(store, key)
        return known[key]
