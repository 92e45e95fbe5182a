"""Names of columns as a GeoPackage can hold them, which does not tell upper from lower case."""

from collections.abc import Iterable


def column_names(names: Iterable[str]) -> list[str]:
    """Return ``names``, one that differs from an earlier one by case only with a number.

    >>> column_names(["name", "NAME", "name_2"])
    ['name', 'NAME_3', 'name_2']
    """
    wanted = list(names)
    taken = {name.casefold() for name in wanted}
    found: list[str] = []
    used: set[str] = set()
    for name in wanted:
        free, number = name, 1
        while free.casefold() in (used if number == 1 else used | taken):
            number += 1
            free = f"{name}_{number}"
        used.add(free.casefold())
        found.append(free)
    return found


def own_columns(names: Iterable[str]) -> dict[str, str]:
    """Return GDAL's layer options that keep its own two columns apart from ``names``.

    >>> own_columns(["fid", "value"])
    {'FID': 'fid_2', 'GEOMETRY_NAME': 'geom'}
    """
    *_, fid, geometry = column_names([*(name.casefold() for name in names), "fid", "geom"])
    return {"FID": fid, "GEOMETRY_NAME": geometry}
