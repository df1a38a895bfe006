"""From what queues need to what teams need, with a floor of heads while a team is open."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from forecasting.errors import StaffingError
from forecasting.frames import REQUIREMENT
from forecasting.messages import N_, Sentence
from forecasting.site import OpeningHours, Site
from forecasting.staffing.backlog_reasons import CLOSED
from forecasting.staffing.requirement import open_hours, open_in, slot_starts
from forecasting.staffing.tails import Flags
from forecasting.timegrid import TimeGrid


def pool(
    requirement: pd.DataFrame,
    teams: Mapping[str, tuple[str, ...]],
    site: Site,
    grid: TimeGrid,
    floor: int = 2,
    opening: Mapping[str, OpeningHours] | None = None,
) -> pd.DataFrame:
    """Return the people that each team needs in every slot of *grid*, laid out as REQUIREMENT with teams as skills.

    A team's need is the sum of its queues' needs in *requirement*, at least *floor* heads in every open slot (OS-2.1: two
    to three on every shift of a team). A team is open by *opening*, else while any of its queues is. The floor counts rostered
    heads: it is not raised by shrinkage. The reason is that of the queue that needs most, named where a team has several.
    Raise StaffingError naming every queue that is in no team, in two, or in a team without being in *requirement*.
    """
    REQUIREMENT.check(requirement)
    needed = list(dict.fromkeys(requirement["skill"]))
    faults = list(_faults(needed, teams, site))
    if faults:
        raise StaffingError("; ".join(faults))
    if floor < 0:
        raise ValueError(f"floor {floor}: expected 0 or more heads")
    hours = opening or {}
    parts = []
    for team, names in teams.items():
        open_slots = open_hours(hours[team], grid) if team in hours else _any_open(names, site, grid)
        parts.append(_of_team(team, names, requirement, slot_starts(grid), open_slots, floor))
    return REQUIREMENT.check(pd.concat(parts, ignore_index=True))


def _faults(needed: list[str], teams: Mapping[str, tuple[str, ...]], site: Site) -> Iterator[str]:
    if not teams:
        yield "no team is given"
    known = {queue.name for queue in site.queues}
    for name in dict.fromkeys([*needed, *(name for names in teams.values() for name in names)]):
        owners = [team for team, names in teams.items() if name in names]
        if name not in known:
            yield f"queue {name} is not a queue of site {site.name}"
        elif name not in needed:
            yield f"queue {name} of team {owners[0]} has no requirement"
        elif len(owners) != 1:
            yield f"queue {name} belongs to {' and '.join(owners) or 'no team'}; expected exactly one team"


def _any_open(names: tuple[str, ...], site: Site, grid: TimeGrid) -> Flags:
    flags = np.zeros(grid.n_slots, bool)
    for name in names:
        flags |= open_in(site.queue(name), grid)
    return flags


def _of_team(
    team: str,
    names: tuple[str, ...],
    requirement: pd.DataFrame,
    starts: pd.DatetimeIndex,
    open_slots: Flags,
    floor: int,
) -> pd.DataFrame:
    tables = [requirement[requirement["skill"] == name].set_index("start").reindex(starts) for name in names]
    absent = [name for name, table in zip(names, tables, strict=True) if bool(table["scheduled"].isna().any())]
    if absent:
        raise StaffingError(
            Sentence(
                N_("queues {queues}: the requirement does not cover every slot of the grid"), queues=", ".join(absent)
            )
        )
    scheduled = np.stack([table["scheduled"].to_numpy(float) for table in tables])
    least = np.where(open_slots, float(floor), 0.0)
    agents = np.sum([table["agents"].to_numpy(float) for table in tables], axis=0)
    said = np.stack(
        [_said(name, table["reason"], several=len(names) > 1) for name, table in zip(names, tables, strict=True)]
    )
    reasons = np.take_along_axis(said, scheduled.argmax(axis=0)[np.newaxis], axis=0)[0]
    total = scheduled.sum(axis=0)
    reasons = np.where(total < least, f"floor of {floor}", np.where(open_slots | (total > 0), reasons, CLOSED))
    return pd.DataFrame(
        {
            "start": starts,
            "skill": pd.Series([team] * len(starts), dtype="str"),
            "agents": np.maximum(agents, least),
            "scheduled": np.maximum(total, least),
            "reason": pd.Series(reasons, dtype="str"),
        }
    )


def _said(queue: str, reasons: pd.Series, *, several: bool) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    return np.array([f"{queue}: {reason}" if several else reason for reason in reasons], dtype=object)
