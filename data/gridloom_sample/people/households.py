"""Households: who lives with whom, in which room; age and sex of each person."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_sample.city import City
from gridloom_sample.territory.coverage import Integers

HEAD, SPOUSE, CHILD, PARENT, MATE = range(5)
OLD_SHARE = 0.55
"""Share of persons aged 65 and over among those planted in ageing communities."""
OLDEST = 102


@dataclass(frozen=True)
class Residents:
    """Persons of a range of buildings, household by household; a row each.

    ``building`` is the position in the stock, ``room`` the position in the building, ``head`` the
    row of the household's head, ``days`` the age in days at the data date.
    """

    building: Integers
    room: Integers
    household: Integers
    head: Integers
    role: Integers
    male: npt.NDArray[np.bool_]
    days: Integers

    def __len__(self) -> int:
        return len(self.building)

    @property
    def age(self) -> Integers:
        """Whole years at the data date (never off by one: see :func:`_days`)."""
        return (self.days / 365.25).astype(np.int64)


def settle(city: City, first: int, last: int, rng: np.random.Generator) -> Residents:
    """Return the residents of the buildings ``first`` to ``last`` (without it)."""
    stock = city.stock
    building = np.repeat(np.arange(first, last), stock.residents[first:last])
    use = stock.use[building]
    starts = _starts(building, city.land.uses["household"].to_numpy()[use], rng)
    household = np.cumsum(starts) - 1
    heads = np.flatnonzero(starts)
    position = np.arange(len(building)) - heads[household]
    room = _rooms(stock.rooms, building, heads, household)
    family = rng.random(len(heads)) < city.land.uses["family"].to_numpy()[use[heads]]
    role = _roles(position, family[household], rng)
    years = _years(city, building, heads, household, role, rng)
    male = _sexes(role, heads, household, rng)
    return Residents(building, room, household, heads[household], role, male, _days(years, rng))


def _starts(
    building: Integers, size: npt.NDArray[np.float64], rng: np.random.Generator
) -> npt.NDArray[np.bool_]:
    """Return where a household begins: at each building, else after ``size`` on average."""
    begins = rng.random(len(building)) < 1.0 / size
    begins[:1] = True
    begins[1:] |= building[1:] != building[:-1]
    return begins


def _rooms(rooms: Integers, building: Integers, heads: Integers, household: Integers) -> Integers:
    """Return the room of each person: households fill the rooms of a building one after another."""
    home = building[heads]
    number = np.arange(len(heads)) - np.searchsorted(home, home)
    return (number % rooms[home])[household]


def _roles(position: Integers, family: npt.NDArray[np.bool_], rng: np.random.Generator) -> Integers:
    draws = rng.random(len(position))
    later = np.where(draws < 0.84, CHILD, PARENT)
    role = np.where(position == 1, np.where(draws < 0.78, SPOUSE, CHILD), later)
    role = np.where(family & (position < 6), role, MATE)
    return np.where(position == 0, HEAD, role)


def _years(
    city: City,
    building: Integers,
    heads: Integers,
    household: Integers,
    role: Integers,
    rng: np.random.Generator,
) -> npt.NDArray[np.float64]:
    """Return ages in years: young workers in villages and dormitories, families in estates."""
    uses, use = city.land.uses, city.stock.use[building]
    mean, spread = uses["adult_age"].to_numpy()[use], uses["adult_spread"].to_numpy()[use]
    adult = np.clip(mean + spread * rng.gamma(2.0, 0.8, len(use)) - spread, 17.0, 90.0)
    head = adult[heads][household]
    noise = rng.normal(0.0, 3.0, len(use))
    child = np.clip(head - rng.normal(29.0, 4.0, len(use)), 0.0, 24.0)
    parent = np.clip(head + 26.0 + noise, 48.0, float(OLDEST) - 4)
    spouse = np.clip(head - 1.5 + noise, 19.0, 90.0)
    years = np.choose(role, (adult, spouse, child, parent, adult))
    ageing = np.isin(city.stock.community[building], city.planted.ageing)
    old = ageing & (rng.random(len(use)) < OLD_SHARE)
    return np.where(old, np.minimum(65.2 + rng.gamma(2.0, 5.0, len(use)), OLDEST - 4.0), years)


def _sexes(
    role: Integers, heads: Integers, household: Integers, rng: np.random.Generator
) -> npt.NDArray[np.bool_]:
    male = rng.random(len(role)) < 0.53
    return np.where(role == SPOUSE, ~male[heads][household], male)


def _days(years: npt.NDArray[np.float64], rng: np.random.Generator) -> Integers:
    """Return ages in days, spread evenly through the year."""
    whole = np.floor(years)
    return np.floor(365.25 * (whole + rng.uniform(0.003, 0.997, len(years)))).astype(np.int64)
