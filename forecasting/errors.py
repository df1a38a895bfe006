"""What can go wrong in ``forecasting``.

ForecastingError
├── TimeError        an instant or local time that has no slot on the grid
├── FrameError       a frame that is not laid out as it should be; carries every fault
├── InputError       a file that cannot be used; carries every fault with file, row, field and value
│   └── HistoryError a volume export that cannot be read
├── CalendarError    a country or a day that no calendar covers
├── ModelError       a history that no forecast can rest on
└── StaffingError    a load or target for which no number of people exists
"""

from collections.abc import Iterable
from dataclasses import dataclass

from forecasting.messages import N_, Sentence, Translate, english, said


class ForecastingError(Exception):
    """Root of the errors of this package."""


class TimeError(ForecastingError):
    """An instant or a local time that the grid cannot place."""


class CalendarError(ForecastingError):
    """A country or a day that no calendar covers."""


class ModelError(ForecastingError):
    """A history that no forecast can rest on: too short, without contacts, or in steps that do not fit."""


class StaffingError(ForecastingError):
    """A load or target for which no number of people exists."""


class FrameError(ForecastingError):
    """A frame that is not laid out as declared; *faults* names each difference."""

    def __init__(self, layout: str, faults: Iterable[str]) -> None:
        self.layout = layout
        self.faults = tuple(faults)
        super().__init__(f"frame is not laid out as {layout}: " + "; ".join(self.faults))

    def __reduce__(self) -> tuple[type["FrameError"], tuple[str, tuple[str, ...]]]:
        return type(self), (self.layout, self.faults)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input file: where, what stood there and what was expected.

    *row* counts as a spreadsheet does: the header is row 1. None means the file as a whole. *value* is the text as
    it stood (a ``Sentence`` where it says in words what stood there), None where nothing stands. *reason* and *expected* are marked sentences without a full stop
    (a ``Sentence`` where they have values).
    """

    file: str
    reason: str
    row: int | None = None
    field: str | None = None
    value: str | None = None
    expected: str | None = None

    def __str__(self) -> str:
        return self.say(english)

    def say(self, translate: Translate) -> str:
        """Return the fault as one line in the language of *translate*."""
        place = self.file
        if self.row is not None:
            place = translate(N_("{place}, row {row}")).format(place=place, row=self.row)
        if self.field is not None:
            place = translate(N_("{place}, {field}")).format(place=place, field=self.field)
        text = translate(N_("{place}: {reason}")).format(place=place, reason=said(self.reason, translate))
        if self.value is not None:
            found = self.value.say(translate) if isinstance(self.value, Sentence) else self.value
            text = translate(N_("{text} (found {value})")).format(text=text, value=repr(found))
        if self.expected is not None:
            expected = said(self.expected, translate)
            text = translate(N_("{text}; expected {expected}")).format(text=text, expected=expected)
        return text


class InputError(ForecastingError):
    """A file that cannot be used as it stands; *faults* names every fault found, in the file's order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type["InputError"], tuple[tuple[Fault, ...]]]:
        # Copied as it was made: an error found by a process of its own still names every fault.
        return type(self), (self.faults,)


class HistoryError(InputError):
    """A volume export that cannot be read."""
