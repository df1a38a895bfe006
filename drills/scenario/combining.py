"""Several incidents at once: the parts drawn, each with its own levels and clocks, and what ties them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from drills.errors import RequestError
from drills.incidents import Level, Scope, worst
from drills.roles import Form
from drills.scenario.clocks import Outside
from drills.scenario.drawing import DrawCase, Drawing
from drills.scenario.entries import LevelPath
from drills.scenario.frozen import PlayerSeat, Scenario
from drills.scenario.generator import check_form, checked, draw, frozen, path_of, values_of
from drills.scenario.merging import fitted
from drills.scenario.streams import Stream, named_number
from drills.scenario.templates import Combination, Part, Template
from forecasting.messages import N_, Sentence

TIES = ""  # the incident of what belongs to none alone
_SEED_BITS = 63


def combine(
    combination: Combination, templates: Iterable[Template], seed: int, form: Form, level: Level | None = None
) -> Scenario:
    """Return the scenario that *seed* draws from *combination* and the *templates* of its parts.

    *level* is that of the first part, the gravest; each part keeps its own. Same versions, seed, form and level: the
    same scenario to the byte. Raises RequestError for a form or level that is not offered, ScenarioError naming every
    finding of the lint.
    """
    check_form(combination, form)
    paths = _paths(combination, {item.id: item for item in templates}, seed, level)
    minutes = combination.minutes[form]
    parts = [
        _drawn(part, template, path, named_number(seed, combination.id, part.name) >> (256 - _SEED_BITS), form, minutes)
        for part, template, path in paths
    ]
    return frozen(checked(_merged(combination, parts, seed, form)))


def levels_of(combination: Combination, templates: Iterable[Template]) -> tuple[Level, ...]:
    """Return the levels that the combination can have at worst, the gravest first: those of its first part."""
    known = {item.id: item for item in templates}
    first, *others = combination.parts
    offered = {path.worst for path in _open(first, known)}
    return tuple(sorted(item for item in offered if all(_milder(part, known, item) for part in others)))


def _open(part: Part, known: Mapping[str, Template]) -> tuple[LevelPath, ...]:
    """Return the paths that *part* allows to its template."""
    return tuple(path for path in known[part.template].levels if path.worst in part.levels)


def _milder(part: Part, known: Mapping[str, Template], level: Level) -> tuple[LevelPath, ...]:
    """Return the paths of *part* to a level that is not graver than *level*."""
    return tuple(path for path in _open(part, known) if path.worst >= level)


def _paths(
    combination: Combination, known: Mapping[str, Template], seed: int, level: Level | None
) -> list[tuple[Part, Template, LevelPath]]:
    offered = levels_of(combination, known.values())
    if level is not None and level not in offered:
        raise RequestError(
            Sentence(
                N_("template {template} has no incident of level {level}; it has {levels}"),
                template=combination.id,
                level=level.name,
                levels=", ".join(item.name for item in offered),
            )
        )
    gravest = Stream(seed, combination.id, "level").pick(offered) if level is None else level
    first, *others = combination.parts
    paths = [(first, known[first.template], path_of(known[first.template], seed, gravest))]
    for part in others:
        template = known[part.template]
        path = Stream(seed, combination.id, "level", part.name).pick(_milder(part, known, gravest))
        paths.append((part, template, path))
    return paths


def _drawn(part: Part, template: Template, path: LevelPath, seed: int, form: Form, minutes: int) -> Scenario:
    check_form(template, form)
    offset = minutes * part.offset_percent // 100
    return fitted(draw(template, seed, form, path, minutes - offset, part.name), part, offset, minutes)


def _merged(combination: Combination, parts: Sequence[Scenario], seed: int, form: Form) -> Scenario:
    incidents = tuple(incident for part in parts for incident in part.incidents)
    level = worst(*(incident.level for incident in incidents))
    values = values_of(combination, level, seed)
    case = DrawCase(level, form, combination.minutes[form], seed, values, TIES)
    own = Drawing(combination, case, _outside(parts))
    fill = own.fill
    return replace(
        parts[0],
        template=combination.id,
        template_version=combination.version,
        seed=seed,
        level=level,
        opening_level=worst(*(item.opening_level for item in incidents if item.offset_minutes == 0)),
        title=fill(combination.title),
        cause=fill(combination.cause),
        mechanism=fill(combination.mechanism),
        symptoms=fill(combination.symptoms),
        consequences=fill(combination.consequences),
        stop_rule=fill(combination.stop_rule),
        safe_word=fill(combination.safe_word),
        spoilers=(*map(fill, combination.spoilers), *(text for part in parts for text in part.spoilers)),
        values=(*values.values(), *(value for part in parts for value in part.values)),
        objectives=own.objectives(),
        seats=_seats(own.seats(), parts),
        injects=_by_time(*(part.injects for part in parts), own.injects()),
        expectations=(*(item for part in parts for item in part.expectations), *own.expectations()),
        incidents=incidents,
        loads=(*(load for part in parts for load in part.loads), *own.loads()),
        roleplays=_by_time(*(part.roleplays for part in parts), own.roleplays()),
        scope=Scope.COMBINED,
        relation=combination.relation,
    )


def _outside(parts: Iterable[Scenario]) -> Outside:
    """Return what the combination's own entries may wait for: of each act, the first clock that asks for it."""
    every = [item for part in parts for item in part.expectations]
    return Outside(
        injects={item.id: item.minutes for part in parts for item in part.injects},
        due={item.id: item.clock.due_minutes for item in every},
        acts={
            act: min(item.clock.due_minutes for item in every if item.act is act)
            for act in {item.act for item in every}
        },
    )


def _seats(own: Iterable[PlayerSeat], parts: Iterable[Scenario]) -> tuple[PlayerSeat, ...]:
    """Return the seats, shared: as the combination has them, otherwise the most people and the highest level asked."""
    shared: dict[str, PlayerSeat] = {}
    for seat in (seat for part in parts for seat in part.seats):
        known = shared.get(seat.id, seat)
        people, least_level = max(known.people, seat.people), max(known.least_level, seat.least_level)
        languages = tuple(dict.fromkeys((*known.languages, *seat.languages)))
        shared[seat.id] = replace(known, people=people, least_level=least_level, languages=languages)
    return tuple({**shared, **{seat.id: seat for seat in own}}.values())


class _Timed(Protocol):
    @property
    def minutes(self) -> int: ...


_Entry = TypeVar("_Entry", bound=_Timed)


def _by_time(*groups: Iterable[_Entry]) -> tuple[_Entry, ...]:
    return tuple(sorted((entry for group in groups for entry in group), key=lambda entry: entry.minutes))
