"""The drill as the report shows it, in the reader's language."""

from dataclasses import dataclass
from datetime import timedelta

from api.reports.wording import moment_text, number, span_text
from drills.drill import Drill
from drills.scenario.frozen import Inject
from drills.scenario.text import DRILL_MARK
from forecasting.messages import Translate


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One person and role."""

    role: str
    duty: str
    name: str
    team: str
    backup: str


@dataclass(frozen=True, slots=True)
class InjectRow:
    """One inject: *offset* from the drill's start, *at* on the clock; *conditional* ones may come earlier or not at all."""

    offset: str
    at: str
    sender: str
    seat: str
    text: str
    conditional: bool


@dataclass(frozen=True, slots=True)
class DrillSection:
    """Everything about one drill; *rows* of ``cover`` are team, people away, least spare heads."""

    mark: str
    title: str
    family: str
    level: str
    form: str
    window: str
    announced: bool
    seed: int
    digest: str
    seats: tuple[SeatRow, ...]
    injects: tuple[InjectRow, ...]
    cover: tuple[tuple[str, str, str], ...]


def drill_section(drill: Drill, language: str, _: Translate) -> DrillSection:
    """Return the section for *drill*."""
    scenario, window = drill.scenario, drill.window
    return DrillSection(
        mark=DRILL_MARK,
        title=scenario.title.in_language(language),
        family=_(scenario.family.label),
        level=_(scenario.level.label),
        form=_(scenario.form.label),
        window=span_text(window.start, window.end, window.zone, language),
        announced=drill.announced,
        seed=scenario.seed,
        digest=scenario.digest,
        seats=tuple(
            SeatRow(_(seat.role.label), _(seat.role.duty), seat.name, seat.team, seat.backup_name or "")
            for seat in drill.seats
        ),
        injects=tuple(
            _inject_row(inject, drill, language) for inject in sorted(scenario.injects, key=lambda item: item.minutes)
        ),
        cover=tuple((row.team, number(row.away), number(row.least_spare, 1)) for row in drill.cover),
    )


def _inject_row(inject: Inject, drill: Drill, language: str) -> InjectRow:
    at = drill.window.start + timedelta(minutes=inject.minutes)
    return InjectRow(
        offset=f"+{inject.minutes // 60}:{inject.minutes % 60:02d}",
        at=moment_text(at, drill.window.zone, language)[-5:],
        sender=inject.sender.in_language(language),
        seat=_seat_name(inject, drill, language),
        text=inject.text.in_language(language),
        conditional=not inject.timed,
    )


def _seat_name(inject: Inject, drill: Drill, language: str) -> str:
    for seat in drill.scenario.seats:
        if seat.id == inject.seat:
            return seat.name.in_language(language)
    return inject.seat
