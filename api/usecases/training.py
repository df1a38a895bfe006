"""Training in a plan: the record of the year, sessions that people know already, and how the year stands."""

from dataclasses import dataclass, replace
from pathlib import Path

from scheduler.formats import SiteFile
from scheduler.formats.training_record import read_training_record
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Rule
from scheduler.rules.training_kept import TrainingKept
from scheduler.training.cost import hours_short
from scheduler.training.overview import TeamYear, sessions_in, team_years


def recorded(site_file: SiteFile, record: Path | None) -> SiteFile:
    """Return *site_file* with the training record at *record* in the place of its own; raises InputError naming every fault."""
    if record is None:
        return site_file
    rows = read_training_record(record, site_file.curriculum)
    return replace(site_file, curriculum=replace(site_file.curriculum, record=rows))


def keeping(site_file: SiteFile, published: Roster | None) -> SiteFile:
    """Return *site_file* with the rule that the training sessions of the roster *published* stay where they are."""
    kept = TrainingKept() if published is None else TrainingKept.of(published)
    return replace(site_file, rules=(*site_file.rules, kept)) if kept.sessions else site_file


@dataclass(frozen=True, slots=True)
class TrainingFound:
    """The training of a roster: how many *sessions*, the person-hours short because of them, and the *years* of teams.

    *strangers* counts the people in the record who are none of the site's.
    """

    sessions: int
    hours_short: float
    years: tuple[TeamYear, ...]
    strangers: int


def training_of(roster: Roster, instance: Instance, rules: tuple[Rule, ...]) -> TrainingFound | None:
    """Return the training of *roster*; None where the site has no courses and the roster no sessions of any."""
    count = sessions_in(roster)
    if not instance.curriculum.courses and not count:
        return None
    strangers = {row.agent for row in instance.curriculum.record} - set(instance.agent_by_id)
    return TrainingFound(
        count,
        hours_short(roster, instance),
        tuple(team_years(roster, instance, rules)),
        len(strangers),
    )
