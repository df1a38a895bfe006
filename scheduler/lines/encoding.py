"""Which rule says what of a person's lines: the third encoding beside ``check`` and ``post``, by the type of the rule."""

from collections.abc import Callable, Mapping
from typing import Any

from scheduler.lines import amounts, orders, singles
from scheduler.lines.sketch import Sketch
from scheduler.rules.activities import ActivitiesInside
from scheduler.rules.availability import WithinAvailability
from scheduler.rules.base import Counting, Rule, Severity, Tying
from scheduler.rules.bounded_hours import HoursOfDay, HoursOfMonth, HoursOfWeek, HoursOfWindow
from scheduler.rules.breaks import BreaksAsPlanned, RestInShift
from scheduler.rules.comprehensive import ComprehensiveHours
from scheduler.rules.contract import OneShiftADay, PeriodHours, ShiftOfContract
from scheduler.rules.days_in_row import DaysInRow, DaysOffInRow
from scheduler.rules.heads import HeadsOnDuty
from scheduler.rules.holiday_pay import HolidayPay
from scheduler.rules.hours import AverageWeeklyHours, DailyHours, WeeklyHours
from scheduler.rules.leave import Leave
from scheduler.rules.locked import Locked
from scheduler.rules.nights import NightsInRow, RecoveryAfterNights
from scheduler.rules.opening import WithinOpeningHours
from scheduler.rules.overtime import Overtime
from scheduler.rules.protected import NoNightForProtected, NoOvertimeForProtected
from scheduler.rules.rest import DailyRest, NoOverlap, RestAfterShift
from scheduler.rules.rotation import Rotation
from scheduler.rules.scope import Scoped
from scheduler.rules.shifts_of_kind import ShiftsOfKind
from scheduler.rules.staggered import StaggeredBreaks
from scheduler.rules.starts import StartDistance, StartWindow, SteadyStarts
from scheduler.rules.succession import ForbiddenSuccessions, ForwardRotation
from scheduler.rules.training import CoursesAYear, TrainingCoverage, TrainingHours
from scheduler.rules.training_sessions import TrainingSessions
from scheduler.rules.union import BreaksOfLongShifts, HoursOfReferencePeriod, NightWork
from scheduler.rules.weekends import WeekendsInRow, WeekendsWorked, WholeWeekends
from scheduler.rules.weekly_rest import WeeklyRest
from scheduler.rules.work_days import WorkDays

Encoding = Callable[[Any, Sketch], None]  # the rule's own type is the key

ENCODINGS: Mapping[type, Encoding] = {
    OneShiftADay: singles.nothing,
    ShiftOfContract: singles.nothing,
    BreaksAsPlanned: singles.nothing,
    HolidayPay: singles.nothing,
    HeadsOnDuty: singles.nothing,
    StaggeredBreaks: singles.nothing,
    ActivitiesInside: singles.nothing,
    TrainingHours: singles.nothing,
    CoursesAYear: singles.nothing,
    TrainingCoverage: singles.nothing,
    TrainingSessions: singles.nothing,
    HoursOfDay: singles.hours_of_day,
    DailyHours: singles.daily_hours,
    NoOvertimeForProtected: singles.no_overtime,
    RestInShift: singles.rest_in_shift,
    BreaksOfLongShifts: singles.breaks_of_long_shifts,
    NoNightForProtected: singles.no_night,
    NightWork: singles.night_work,
    WithinOpeningHours: singles.opening,
    StartWindow: singles.start_window,
    Leave: singles.leave,
    WithinAvailability: singles.availability,
    Locked: singles.locked,
    WorkDays: singles.work_days,
    Rotation: singles.rotation,
    NoOverlap: orders.rest,
    RestAfterShift: orders.rest,
    DailyRest: orders.rest,
    WeeklyRest: orders.weekly_rest,
    DaysInRow: orders.days_in_row,
    DaysOffInRow: orders.days_off_in_row,
    NightsInRow: orders.nights_in_row,
    RecoveryAfterNights: orders.recovery,
    ForwardRotation: orders.forward_rotation,
    ForbiddenSuccessions: orders.forbidden_successions,
    StartDistance: orders.start_distance,
    SteadyStarts: orders.steady_starts,
    WeekendsWorked: orders.weekends,
    WeekendsInRow: orders.weekends,
    WholeWeekends: orders.whole_weekends,
    PeriodHours: amounts.period_hours,
    WeeklyHours: amounts.weekly_hours,
    AverageWeeklyHours: amounts.average_weekly_hours,
    ComprehensiveHours: amounts.comprehensive_hours,
    HoursOfReferencePeriod: amounts.reference_period,
    Overtime: amounts.overtime,
    HoursOfWeek: amounts.hours_of_stretches,
    HoursOfMonth: amounts.hours_of_stretches,
    HoursOfWindow: amounts.hours_of_windows,
    ShiftsOfKind: amounts.shifts_of_kind,
}


def encode(rule: Rule, sketch: Sketch) -> bool:
    """Add to *sketch* what *rule* says; return whether anything is known of it.

    Soft rules, and those that look at several people, say nothing of one person's line.
    """
    if rule.severity is not Severity.HARD:
        return True
    if isinstance(rule, Scoped):
        return not rule.covers(sketch.agent) or encode_plain(rule.rule, sketch)
    return encode_plain(rule, sketch)


def encode_plain(rule: Rule, sketch: Sketch) -> bool:
    """Do so whatever the severity of *rule*."""
    if not is_encoded(rule):
        return isinstance(rule, Counting | Tying)
    sketch.speaker = rule
    next(ENCODINGS[kind] for kind in type(rule).__mro__ if kind in ENCODINGS)(rule, sketch)
    return True


def is_encoded(rule: Rule) -> bool:
    """Tell whether there is an encoding for the type of *rule*."""
    return any(kind in ENCODINGS for kind in type(rule).__mro__)
