"""Law packs: the rules of a country as tuples, and the rules that a site may add to them."""

from collections.abc import Iterable, Mapping

from scheduler.rules.activities import ActivitiesInside
from scheduler.rules.availability import WithinAvailability
from scheduler.rules.base import Rule
from scheduler.rules.bounded_hours import HoursOfDay, HoursOfMonth, HoursOfWeek, HoursOfWindow
from scheduler.rules.breaks import BreaksAsPlanned, RestInShift
from scheduler.rules.comprehensive import ComprehensiveHours, Period
from scheduler.rules.contract import OneShiftADay, PeriodHours, ShiftOfContract
from scheduler.rules.days_in_row import DaysInRow, DaysOffInRow
from scheduler.rules.heads import HeadsOnDuty
from scheduler.rules.heads_per_shift import HeadsPerShift
from scheduler.rules.holiday_pay import HolidayPay
from scheduler.rules.hours import AverageWeeklyHours, DailyHours, WeeklyHours
from scheduler.rules.leave import Leave
from scheduler.rules.levels import LevelsOnDuty
from scheduler.rules.locked import Locked
from scheduler.rules.mentor import BesideMentor
from scheduler.rules.nights import NightsInRow, RecoveryAfterNights
from scheduler.rules.on_call import OnCallReserve
from scheduler.rules.opening import WithinOpeningHours
from scheduler.rules.overtime import Overtime
from scheduler.rules.pairing import Pairing
from scheduler.rules.parameters import RuleParameterError, one_of, with_parameters_of
from scheduler.rules.protected import NoNightForProtected, NoOvertimeForProtected
from scheduler.rules.rest import DailyRest, NoOverlap, RestAfterShift
from scheduler.rules.rotation import Rotation
from scheduler.rules.separation import Separation
from scheduler.rules.shifts_of_kind import ShiftsOfKind
from scheduler.rules.staggered import StaggeredBreaks
from scheduler.rules.starts import StartDistance, StartWindow, SteadyStarts
from scheduler.rules.succession import ForbiddenSuccessions, ForwardRotation
from scheduler.rules.supervisors import SupervisorOnDuty
from scheduler.rules.training import CoursesAYear, TrainingCoverage, TrainingHours
from scheduler.rules.training_sessions import TrainingSessions
from scheduler.rules.union import BreaksOfLongShifts, HoursOfReferencePeriod, NightWork, WeeklyRestOfUnion
from scheduler.rules.weekends import WeekendsInRow, WeekendsWorked, WholeWeekends
from scheduler.rules.weekly_rest import WeeklyRest
from scheduler.rules.work_days import WorkDays

DAYS_BACK = 35  # a month and the week that it begins in


def contract_rules() -> tuple[Rule, ...]:
    """Return the rules that hold without any law: what was agreed with each person."""
    return (
        OneShiftADay(),
        NoOverlap(),
        ShiftOfContract(),
        BreaksAsPlanned(),
        ActivitiesInside(),
        Leave(),
        WithinAvailability(),
        Locked(),
        BesideMentor(),
        PeriodHours(),
        DaysInRow(),
        DaysOffInRow(),
        WithinOpeningHours(),
        HeadsOnDuty(),
    )


def china() -> tuple[Rule, ...]:
    """Return the rules of standards §1: labour law, working hours and the operating standard."""
    return (
        DailyHours(),
        RestInShift(),
        RestAfterShift(),
        DailyRest(),
        WeeklyHours(),
        AverageWeeklyHours(),
        WeeklyRest(),
        Overtime(),
        NoNightForProtected(),
        NoOvertimeForProtected(),
        HolidayPay(),
    )


def china_comprehensive() -> tuple[Rule, ...]:
    """Return the Chinese rules for a site that holds the permit: hours average over the period instead of the week."""
    weekly = (WeeklyHours, AverageWeeklyHours)
    return (*(rule for rule in china() if not isinstance(rule, weekly)), ComprehensiveHours(Period.MONTH))


def european_union() -> tuple[Rule, ...]:
    """Return the rules of Directive 2003/88/EC, art. 3 to 8; the law of a member state may ask for more."""
    return (DailyRest(), WeeklyRestOfUnion(), BreaksOfLongShifts(), NightWork(), HoursOfReferencePeriod())


def site_rules() -> tuple[Rule, ...]:
    """Return the rules that no law asks for and that hold where a site file names them."""
    return (
        StartWindow(),
        StartDistance(),
        SteadyStarts(),
        NightsInRow(),
        RecoveryAfterNights(),
        ForwardRotation(),
        ForbiddenSuccessions(),
        WeekendsWorked(),
        WeekendsInRow(),
        WholeWeekends(),
        ShiftsOfKind(),
        HoursOfDay(),
        HoursOfWeek(),
        HoursOfMonth(),
        HoursOfWindow(),
        WorkDays(),
        Rotation(),
        HeadsPerShift(),
        LevelsOnDuty(),
        SupervisorOnDuty(),
        OnCallReserve(),
        Pairing(),
        Separation(),
        StaggeredBreaks(),
        TrainingHours(),
        CoursesAYear(),
        TrainingCoverage(),
        TrainingSessions(),
    )


PACKS = {"china": china, "china-comprehensive": china_comprehensive, "eu": european_union, "none": tuple}


def law_pack(name: str) -> tuple[Rule, ...]:
    """Return every rule of the pack *name*, one of ``PACKS``, contract rules first."""
    if name not in PACKS:
        raise RuleParameterError([("law.pack", name, one_of(name, PACKS))])
    return (*contract_rules(), *PACKS[name]())


def with_parameters(rules: tuple[Rule, ...], tables: Mapping[str, object]) -> tuple[Rule, ...]:
    """Return *rules* with the site's parameters, and the site's own rules that *tables* names; see ``with_parameters_of``."""
    agreed = {rule.name for rule in contract_rules()}
    of_law = frozenset(rule.name for rule in rules if rule.name not in agreed)
    return with_parameters_of(rules, site_rules(), tables, of_law)


def days_back(rules: Iterable[Rule]) -> int:
    """Return how many days before the planned ones *rules* look at: a rule says so in ``days_back``, else 35 are enough."""
    return max([DAYS_BACK, *(int(getattr(rule, "days_back", DAYS_BACK)) for rule in rules)])
