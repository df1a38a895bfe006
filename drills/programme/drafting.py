"""From chosen options to drills: those that were told stay who they are, new ones get a name, a level and a seed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from drills.incidents import Level, Scope
from drills.programme.candidates import Option
from drills.programme.entry import Entry
from drills.programme.obligation import Choice
from drills.programme.question import Question
from drills.roles import Form
from drills.scenario.streams import named_number

MOST_SEEDS = 1_000_000
NEAR = timedelta(days=62)  # a drill of the same kind that is this near is the same one, moved


def drafted(
    chosen: Sequence[Option], told: Sequence[Entry], others: Sequence[Entry], taken: Iterable[str], question: Question
) -> tuple[Entry, ...]:
    """Return *chosen* as drills, by day; *others* stand as they are, the names in *taken* are never given again.

    A told drill of the same kind on the same day is that one; failing this the nearest in time, which has moved.
    """
    by_day = sorted(chosen, key=lambda option: option.day)
    known = _matched(by_day, told)
    names = _names(question.first, {*taken, *(entry.id for entry in told)})
    drafts: list[Entry] = []
    for option in by_day:
        before = known.get(option)
        if before is not None:
            drafts.append(_carried(before, option))
            continue
        name = next(names)
        drafts.append(_new(name, option, [*others, *drafts], question))
    return tuple(drafts)


def _matched(chosen: Sequence[Option], told: Sequence[Entry]) -> dict[Option, Entry]:
    pairs: dict[Option, Entry] = {}
    left = list(told)
    for reach in (timedelta(0), NEAR):
        for option in chosen:
            near = [one for one in left if _kind(one) == option.choice and abs(one.day - option.day) <= reach]
            if option not in pairs and near:
                pairs[option] = min(near, key=lambda one: (abs(one.day - option.day), one.id))
                left.remove(pairs[option])
    return pairs


def _kind(entry: Entry) -> Choice:
    return Choice(entry.families, entry.scope, entry.form)


def _carried(before: Entry, option: Option) -> Entry:
    possible = option.possible
    return replace(before, day=option.day, start=possible.start, end=possible.end, loss=possible.loss)


def _new(name: str, option: Option, earlier: Sequence[Entry], question: Question) -> Entry:
    choice, possible = option.choice, option.possible
    return Entry(
        id=name,
        day=option.day,
        families=choice.families,
        scope=choice.scope,
        form=choice.form,
        level=_level(choice, earlier, question),
        announced=_announced(choice, earlier, question),
        start=possible.start,
        end=possible.end,
        loss=possible.loss,
        seed=named_number(question.seed, "programme", name) % MOST_SEEDS,
    )


def _level(choice: Choice, earlier: Sequence[Entry], question: Question) -> Level | None:
    """Return the level that its families had least often, the mildest of equals first."""
    met = Counter(entry.level for entry in earlier if set(entry.families) & set(choice.families))
    return min(question.levels[choice], key=lambda level: (met[level], -level), default=None)


def _announced(choice: Choice, earlier: Sequence[Entry], question: Question) -> bool:
    every = question.policy.unannounced_every
    if not every or choice.form is not Form.FUNCTIONAL or choice.scope is not Scope.SINGLE:
        return True
    before = [one for one in earlier if one.form is Form.FUNCTIONAL and one.scope is Scope.SINGLE and one.counts]
    since = next((number for number, one in enumerate(reversed(before)) if not one.announced), len(before))
    return since < every - 1


def _names(first: date, taken: set[str]) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        name = f"{first.year}-D{number:02d}"  # no month can be read into it
        if name not in taken:
            yield name
