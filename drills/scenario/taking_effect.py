"""The effect that a load entry has once its parameters have values."""

from collections.abc import Mapping

from drills.scenario.frozen import Value
from drills.scenario.loads import Absence, ChannelLoss, Effect, Leak, Opinion, Outage, Surge
from drills.scenario.play_entries import (
    AbsenceEntry,
    ChannelLossEntry,
    LeakEntry,
    LoadEntry,
    OpinionEntry,
    OutageEntry,
    SurgeEntry,
    numbers_of,
)
from forecasting.messages import N_, Sentence


def effect_of(entry: LoadEntry, values: Mapping[str, Value]) -> Effect:
    """Return the effect of *entry* with the numbers in *values*.

    Raises ValueError where a name holds no number, or a number lies outside what the effect allows.
    """
    numbers = {field: _number(field, value, values) for field, value in numbers_of(entry).items()}
    match entry:
        case OutageEntry():
            return Outage(**numbers)
        case SurgeEntry():
            return Surge(**numbers)
        case OpinionEntry():
            return Opinion(**numbers, calmed_by=entry.calmed_by)
        case LeakEntry():
            return Leak(**numbers, calmed_by=entry.calmed_by)
        case ChannelLossEntry():
            return ChannelLoss(**numbers, to=entry.to)
        case AbsenceEntry():
            return Absence(**numbers, teams=entry.teams)


def _number(field: str, value: int | str, values: Mapping[str, Value]) -> float:
    if isinstance(value, int):
        return float(value)
    drawn = values[value].number if value in values else None
    if drawn is None:
        template = N_("{field} is “{value}”; expected a number or a parameter with ranges")
        raise ValueError(Sentence(template, field=field, value=value))
    return float(drawn)
