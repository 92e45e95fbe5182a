"""The next item is made while the one before it is worked on."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar, cast

Item = TypeVar("Item")


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """Yield ``items``, each made in another thread while its forerunner is worked on.

    What making them raises is raised here. One item at most is made in vain.

    >>> list(ahead(number * number for number in range(4)))
    [0, 1, 4, 9]
    """
    coming, end = iter(items), object()
    with ThreadPoolExecutor(1, "ahead") as worker:
        following = worker.submit(next, coming, end)
        while (item := following.result()) is not end:
            following = worker.submit(next, coming, end)
            yield cast(Item, item)
