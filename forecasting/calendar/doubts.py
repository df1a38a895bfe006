"""What is odd about a planner's dates of a festival: nothing wrong, but the forecast would learn less than it could."""

from collections.abc import Iterable, Iterator

from forecasting.calendar.editions import Edition, editions_of
from forecasting.calendar.events import PEAK, Phase
from forecasting.calendar.festivals import AFTERMATH, LARGE, LONG_WAVE, RETURNS, festival_entries
from forecasting.messages import N_, Sentence


def phase_names(event: str) -> tuple[str, ...]:
    """Return the phases that the festival *event* has in the table that ships, empty for any other event."""
    for entry in festival_entries():
        if entry["name"] == event:
            years = [*entry["usual"].values(), *(year["phases"] for year in entry.get("years", {}).values())]
            told = [phase for rows in years for phase, _start, _end in rows]
            after = (AFTERMATH, RETURNS) if entry["family"] == LARGE else (AFTERMATH,)
            after = (PEAK, *after) if "day" in entry else after
            return tuple(dict.fromkeys((*told, *after)))
    return ()


def family_of(event: str) -> str:
    """Return the family of the festival *event*, empty for any other event."""
    return next((entry["family"] for entry in festival_entries() if entry["name"] == event), "")


def doubts(phases: Iterable[Phase]) -> Iterator[Sentence]:
    """Yield what is odd about *phases*: names and families that no other year of the festival has, days of returns left out."""
    for edition in editions_of(phases):
        known = phase_names(edition.event)
        if known:
            yield from _of_edition(edition, known)


def _of_edition(edition: Edition, known: tuple[str, ...]) -> Iterator[Sentence]:
    event, year = edition.event, edition.phases[-1].start.year
    names = {phase.phase for phase in edition.phases}
    for name in sorted(names - set(known)):
        yield Sentence(
            N_(
                "{event} {year}: other years have no phase {phase}, so that nothing is learned for it; they have {known}"
            ),
            event=Sentence(event),
            year=year,
            phase=name,
            known=", ".join(known),
        )
    for family in sorted({phase.family for phase in edition.phases} - {family_of(event)}):
        yield Sentence(
            N_(
                "{event} {year}: its family is {family}, in other years {known}; nothing is shared with its look-alikes"
            ),
            event=Sentence(event),
            year=year,
            family=family,
            known=family_of(event),
        )
    if AFTERMATH not in names:
        yield Sentence(
            N_("{event} {year}: the days of returns after it are left out; they are a phase called {phase}"),
            event=Sentence(event),
            year=year,
            phase=AFTERMATH,
        )
    waves = [phase for phase in edition.phases if phase.is_sale]
    long = len(waves) > 1 or any(phase.end - phase.start > LONG_WAVE for phase in waves)
    if PEAK in known and PEAK not in names and long:
        yield Sentence(
            N_(
                "{event} {year}: its height, the day that it is named after and the next, is left out; it is a phase called {phase}"
            ),
            event=Sentence(event),
            year=year,
            phase=PEAK,
        )
