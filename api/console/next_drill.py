"""The next drill as the first page shows it: when, which form, who, and what is still to do. For planners' eyes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from api.reports.headline import Figure
from api.reports.wording import day_text, span_text
from api.store import UnitOfWork
from api.store.records import StoredDrill, StoredRoster
from api.usecases.stored_programmes import KeptProgramme
from drills.exercise import Phase
from drills.programme.basis import Basis
from drills.programme.entry import Entry
from drills.programme.reading import read_held
from forecasting.messages import Translate, listed


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a drill needs before it begins; *done* as far as the store knows."""

    text: str
    done: bool


@dataclass(frozen=True, slots=True)
class NextDrill:
    """A drill to come on the clock of *zone*: the *entry* of the programme, or of the *drill* that was made; None before it is made.

    *rostered*: a published roster has its day; *told*: its people read it in their published shifts. *programme_id* is the version of
    the programme that plans it, None where none does.
    """

    entry: Entry
    drill: StoredDrill | None
    zone: ZoneInfo
    rostered: bool
    told: bool
    programme_id: int | None = None


@dataclass(frozen=True, slots=True)
class NextDrillSection:
    """What the page shows of the next drill, as ready values; *drill_id* is that of the made drill, None before it is made.

    *programme_id* is that of the programme from which it can be made now, None where it cannot.
    """

    name: str
    announced: bool
    facts: tuple[Figure, ...]
    steps: tuple[Step, ...]
    drill_id: int | None
    programme_id: int | None

    @property
    def left(self) -> int:
        """How many steps are still to be done."""
        return sum(not step.done for step in self.steps)


@dataclass(frozen=True, slots=True)
class _Made:
    """A stored drill, the same as programmes know drills, and the roster that it stands in."""

    drill: StoredDrill
    entry: Entry
    head: StoredRoster

    @staticmethod
    def of(unit: UnitOfWork, drill: StoredDrill) -> "_Made":
        head = unit.rosters.get(drill.roster_id)
        (entry,) = read_held([drill.document], head.grid.zone, "store")
        return _Made(drill, entry, head)


def next_drill(unit: UnitOfWork, site_id: int, kept: KeptProgramme | None, now: datetime) -> NextDrill | None:
    """Return the drill of a site that comes first after *now*, planned by the programme or made in a roster; None where there is none."""
    phases = unit.drill_runs.phases()
    drills = [one for one in unit.drills.all(site_id) if phases.get(one.id) is not Phase.CALLED_OFF]
    made = [_Made.of(unit, drill) for drill in drills]
    done = {drill.id for drill in drills if drill.end <= now or (drill.id in phases and phases[drill.id].over)}
    over = [one for one in made if one.drill.id in done]
    first = next((one for one in made if one.drill.id not in done), None)
    if kept is not None:
        zone = kept.programme.zone
        coming = kept.coming(now.astimezone(zone).date())
        planned = next((entry for entry in coming if not any(one.entry.is_like(entry) for one in over)), None)
        if planned is not None and (first is None or planned.day <= first.entry.day):
            found = next((one for one in made if one.entry.is_like(planned)), None)
            return replace(_next(unit, site_id, planned, found, zone), programme_id=kept.head.id)
    return None if first is None else _next(unit, site_id, first.entry, first, first.head.grid.zone)


def _next(unit: UnitOfWork, site_id: int, entry: Entry, made: _Made | None, zone: ZoneInfo) -> NextDrill:
    days = (one.grid for one in unit.rosters.all(site_id) if one.published_at is not None)
    rostered = any(grid.first_day <= entry.day <= grid.last_day for grid in days)
    told = made is not None and made.drill.announced and made.head.published_at is not None
    return NextDrill(entry, None if made is None else made.drill, zone, rostered, told)


def next_drill_section(
    found: NextDrill, basis: Basis | None, today: date, language: str, _: Translate
) -> NextDrillSection:
    """Return the section for *found* as things stand on *today*."""
    entry = found.entry
    return NextDrillSection(
        entry.id,
        entry.announced if found.drill is None else found.drill.announced,
        tuple(_facts(found, basis, today, language, _)),
        tuple(_steps(found, _)),
        None if found.drill is None else found.drill.id,
        found.programme_id if found.drill is None and found.rostered else None,
    )


def _facts(found: NextDrill, basis: Basis | None, today: date, language: str, _: Translate) -> Iterator[Figure]:
    entry, days = found.entry, (found.entry.day - today).days
    ahead = {0: _("today"), 1: _("tomorrow")}.get(days, _("in {days} days").format(days=days))
    yield Figure(_("When"), _when(found, language, _), ahead)
    families = listed((_(family.label) for family in entry.families), _)
    yield Figure(_("Form"), _(entry.form.label), "")
    yield Figure(_("About"), families, "" if entry.level is None else _(entry.level.label))
    if found.drill is None:
        yield Figure(_("Teams"), listed(entry.teams, _) or "–", "")
        yield from _people(entry, basis, _)
    if entry.why is not None:
        yield Figure(_("Why"), entry.why.say(_), "")


def _people(entry: Entry, basis: Basis | None, _: Translate) -> Iterator[Figure]:
    names = [
        _("{text} ({remark})").format(
            text=share.agent if basis is None else basis.name_of(share.agent), remark=_(share.role.label)
        )
        for share in entry.shares
        if share.agent is not None
    ]
    if names:
        yield Figure(_("Named so far"), listed(names, _), "")
    if entry.without is not None:
        name = entry.without if basis is None else basis.name_of(entry.without)
        yield Figure(_("Left out on purpose"), name, _("key people are not always there"))


def _when(found: NextDrill, language: str, _: Translate) -> str:
    drill, entry = found.drill, found.entry
    if drill is not None:
        return span_text(drill.start, drill.end, found.zone, language)
    if entry.start is not None and entry.end is not None:
        return span_text(entry.start, entry.end, found.zone, language)
    return day_text(entry.day, language)


def _steps(found: NextDrill, _: Translate) -> Iterator[Step]:
    yield Step(_("Publish a roster that has its day"), found.rostered)
    draw = _("Draw the scenario, find its time and name everybody who takes part (seed {seed})")
    yield Step(draw.format(seed=found.entry.seed), found.drill is not None)
    if found.entry.announced:
        yield Step(_("Tell those who take part, in their published shifts"), found.told)
    yield Step(_("Rehearse it, to see how it is likely to go and what it costs live service"), done=False)
    yield Step(_("On the day, check once more that every slot keeps its people"), done=False)
