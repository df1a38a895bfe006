"""Why a roster is as it is, asked on the command line or of the service: who is missing, why not, and what a rule costs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from api.usecases.rostered import Rostered
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence
from scheduler.agents import AgentId
from scheduler.explain.price import Price, prices
from scheduler.explain.why_not import Asking, WhyNot
from scheduler.shortfall import Shortfall, short_runs, why_short
from scheduler.solution import Limits

REQUEST = "request"  # what faults of a question name as their file


@dataclass(frozen=True, slots=True)
class Missing:
    """The shortages of a roster, the worst first, with their reasons as far as *told*.

    *runs* counts all of them, *hours* is the person-hours missing over all.
    """

    told: tuple[Shortfall, ...]
    runs: int
    hours: float


def who_is_missing(rostered: Rostered, most: int | None = None) -> Missing:
    """Return the shortages of a roster, the *most* worst with their reasons, None for all."""
    runs = short_runs(rostered.roster, rostered.instance)
    weights = rostered.objective.weights
    told = why_short(runs[:most], rostered.roster, rostered.instance, rostered.site_file.rules, weights)
    return Missing(tuple(told), len(runs), sum(run.missing_hours for run in runs))


@dataclass(frozen=True, slots=True)
class ShiftAsked:
    """The shift that somebody does not have: *agent* by id, *day*, and its *kind*, None for any."""

    agent: str
    day: date
    kind: str | None = None


def why_not(rostered: Rostered, asked: ShiftAsked) -> WhyNot:
    """Return why the person does not work the shift, or what it would cost; *asked* has no faults."""
    agent = rostered.instance.agent_by_id[AgentId(asked.agent)]
    question = Asking(rostered.roster, rostered.instance, rostered.site_file.rules, rostered.objective)
    return question.why_not(agent, asked.day, asked.kind)


def refuse_unknown_shift(rostered: Rostered, asked: ShiftAsked) -> None:
    """Raise InputError naming the unknown person, day and shift kind of *asked* at once."""
    faults = list(shift_faults(rostered, asked))
    if faults:
        raise InputError(faults)


def shift_faults(rostered: Rostered, asked: ShiftAsked) -> Iterator[Fault]:
    """Yield what is wrong with *asked*, by field."""
    instance = rostered.instance
    grid, people = instance.grid, instance.agent_by_id
    if asked.agent not in people:
        near = get_close_matches(asked.agent, people)
        expected = ", ".join(near) or None
        yield Fault(REQUEST, N_("is nobody of this site"), field="agent", value=asked.agent, expected=expected)
    if not grid.first_day <= asked.day <= grid.last_day:
        expected = Sentence(N_("{first} to {last}"), first=grid.first_day, last=grid.last_day)
        reason = N_("is no day of this roster")
        yield Fault(REQUEST, reason, field="day", value=str(asked.day), expected=expected)
    if asked.kind is not None and asked.kind not in instance.kind_by_name:
        known = ", ".join(instance.kind_by_name)
        reason = N_("is no shift kind of this site")
        yield Fault(REQUEST, reason, field="kind", value=asked.kind, expected=known)


def rule_prices(rostered: Rostered, names: Sequence[str], seconds: float) -> list[Price]:
    """Return what relaxing the rules called *names* by a step would gain, *seconds* at most for each roster tried."""
    told = (rostered.roster, rostered.instance, rostered.site_file.rules, rostered.objective)
    return [price for name in dict.fromkeys(names) for price in prices(*told, name, Limits(seconds))]


def rule_faults(rostered: Rostered, names: Sequence[str]) -> Iterator[Fault]:
    """Yield a fault with the nearest right name for each of *names* that is no rule of the site."""
    known = list(dict.fromkeys(rule.name for rule in rostered.site_file.rules))
    for name in names:
        if name not in known:
            expected = ", ".join(get_close_matches(name, known) or known)
            yield Fault(REQUEST, N_("is no rule of this site"), field="rules", value=name, expected=expected)
