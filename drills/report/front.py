"""The first page: the verdict, what it rests on in three sentences, and the key figures."""

from collections.abc import Iterator

from drills.exercise import AbortCause, Phase
from drills.rating import POINTS, Rating
from drills.report.basis import PLANNED, Basis
from drills.report.items import Code, Item, Label, Listing, Number, Told, Unit, number
from drills.report.layout import KeyFigure, KeyFigures, Row, Section, Table, Tone, Verdict
from drills.report.misses import against, measured, missed, name_of, within
from drills.scoring.drill_score import ObjectiveScore
from forecasting.messages import N_

TONES = {Rating.P: Tone.GOOD, Rating.S: Tone.GOOD, Rating.M: Tone.FAIR, Rating.U: Tone.BAD}


def front(basis: Basis) -> Section:
    """Return the section of the first page."""
    verdict = Verdict(basis.score.rating, headline(basis), tuple(sentences(basis)))
    return Section("verdict", Label(N_("Result")), (verdict, KeyFigures(tuple(_figures(basis))), *objectives(basis)))


def objectives(basis: Basis) -> Iterator[Table]:
    """Yield the objectives with their letters; nothing before the drill has started."""
    if basis.state.started_at is not None:
        columns = (Label(N_("Objective of the drill")), Label(N_("Targets met")), Label(N_("Rating")))
        rows = tuple(_objective(basis, item) for item in basis.score.objectives)
        yield Table("front-objectives", columns, rows, (72, 15, 13), references=False)


def _objective(basis: Basis, item: ObjectiveScore) -> Row:
    tone = Tone.QUIET if item.rating is None else TONES[item.rating]
    rating = Label(N_("none")) if item.rating is None else Code(item.rating.value)
    return Row((objective_name(basis, item), ratio_of(item), rating), tone)


def objective_name(basis: Basis, item: ObjectiveScore) -> Item:
    """Return the objective as a report names it: its short name and its text."""
    text = next(known.text for known in basis.scenario.objectives if known.id == item.objective)
    values: dict[str, Item] = {"sign": Code(basis.sign("O", item.objective)), "text": basis.inline(text)}
    return Told("{sign} {text}", values)


def ratio_of(item: ObjectiveScore) -> Item:
    """Return how many targets of an objective were met, of those that count."""
    lines = item.lines or PLANNED
    values = {"met": Number(item.met, Unit.COUNT, lines), "counted": Number(item.counted, Unit.COUNT, lines)}
    return Told("{met} / {counted}", values) if item.counted else Label(N_("none counts"))


def headline(basis: Basis) -> Item:
    """Return the result in one sentence."""
    phase, rating = basis.state.phase, basis.score.rating
    if phase is Phase.CALLED_OFF:
        return Label(N_("The drill was called off before it started; there is nothing to rate."))
    if basis.state.started_at is None:
        return Label(N_("The drill has not started; there is nothing to rate."))
    if not phase.over:
        return Label(N_("The drill is under way; what stands here is provisional."))
    if basis.state.abort_cause is not None:
        return _broken_off(basis, rating)
    if rating is None:
        return Label(N_("Nothing that counts was observed; the drill has no rating."))
    return Told(
        N_("The drill is rated {letter}: {meaning}."), {"letter": Code(rating.value), "meaning": Label(rating.label)}
    )


def _broken_off(basis: Basis, rating: Rating | None) -> Item:
    cause = Label(AbortCause(str(basis.state.abort_cause)).label)
    if rating is None:
        return Told(
            N_("The drill was broken off ({cause}) before anything that counts was observed."), {"cause": cause}
        )
    values: dict[str, Item] = {"cause": cause, "letter": Code(rating.value), "meaning": Label(rating.label)}
    return Told(
        N_("The drill was broken off ({cause}); what was seen until then is rated {letter}: {meaning}."), values
    )


def sentences(basis: Basis) -> Iterator[Item]:
    """Yield what was exercised, how the targets ended, and what live service lost: one sentence each, and which objectives were not shown."""
    if basis.is_practice:
        yield practice_sentence()
    yield _exercised(basis)
    if basis.state.started_at is not None:
        yield from _not_shown(basis)
        yield _targets(basis)
        if not basis.is_practice:
            yield live_sentence(basis)


def practice_sentence() -> Item:
    """Return what a practice is."""
    return Label(N_("Practice: nobody left live work; it counts for nothing."))


def _exercised(basis: Basis) -> Item:
    scenario = basis.scenario
    values: dict[str, Item] = {
        "form": Label(scenario.form.label),
        "kinds": Listing(tuple(Label(item.family.label) for item in scenario.incidents)),
        "level": Label(scenario.level.label),
    }
    if basis.state.started_at is None:
        return Told(N_("What was planned: {kinds}, at worst {level}; {form}."), values)
    values["time"] = exercise_time(basis)
    return Told(N_("What was exercised: {kinds}, at worst {level}; {form}, {time} of exercise time."), values)


def _not_shown(basis: Basis) -> Iterator[Item]:
    failed = tuple(Code(basis.sign("O", item.objective)) for item in basis.score.objectives if item.rating is Rating.U)
    if failed and len(failed) < len(basis.score.objectives):
        yield Told(N_("Not shown: {objectives}."), {"objectives": Listing(failed)})


def exercise_time(basis: Basis) -> Number:
    """Return how long the drill took, pauses left out."""
    ends = [line for opens, closes in basis.stretches for line in (opens, closes or basis.log.last)]
    return Number(ends[-1].ms / 1000, Unit.SECONDS, tuple(line.number for line in ends))


def counted_lines(basis: Basis) -> tuple[int, ...]:
    """Return the lines that say which targets count and how they ended."""
    lines = {line for target in basis.score.targets if target.met is not None for line in target.lines}
    return tuple(sorted(lines)) or PLANNED


def counts(basis: Basis) -> tuple[Number, Number]:
    """Return how many targets were met, and how many count."""
    lines = counted_lines(basis)
    counted = [target for target in basis.score.targets if target.met is not None]
    met = [target for target in counted if target.met]
    return Number(len(met), Unit.COUNT, lines), Number(len(counted), Unit.COUNT, lines)


def _targets(basis: Basis) -> Item:
    met, counted = counts(basis)
    if not counted.value:
        return Label(N_("No target counts."))
    unmet = missed(basis)
    if not unmet:
        return Told(N_("All targets that count were met: {counted}."), {"counted": counted})
    values: dict[str, Item] = {"met": met, "counted": counted, "worst": against(basis, unmet[0])}
    return Told(N_("{met} of {counted} targets that count were met; the worst miss: {worst}."), values)


def live_sentence(basis: Basis) -> Item:
    """Return what live service lost, against its budget."""
    live = basis.score.live
    budget = Number(live.budget, Unit.PERCENTAGE_POINTS, PLANNED)
    if live.measured is None:
        return Told(N_("What live service lost was not measured; its budget was {budget}."), {"budget": budget})
    values = {"lost": number(live.measured, Unit.PERCENTAGE_POINTS), "budget": budget}
    if live.over_budget:
        return Told(N_("Live service lost {lost}, more than its budget of {budget}."), values)
    return Told(N_("Live service lost {lost}, within its budget of {budget}."), values)


def _figures(basis: Basis) -> Iterator[KeyFigure]:
    score = basis.score
    if basis.state.started_at is None:
        return
    met, counted = counts(basis)
    if score.points is not None:
        high, some = POINTS[Rating.S], POINTS[Rating.M]
        tone = Tone.GOOD if score.points.value >= high else Tone.FAIR if score.points.value >= some else Tone.BAD
        remark = Label(N_("mean over objectives, of a hundred"))
        yield KeyFigure(Label(N_("Points reached")), number(score.points, Unit.POINTS), remark, tone)
    if counted.value:
        ratio: Item = Told("{met} / {counted}", {"met": met, "counted": counted})
        tone = Tone.GOOD if met.value == counted.value else Tone.FAIR if 2 * met.value >= counted.value else Tone.BAD
        yield KeyFigure(Label(N_("Targets met")), ratio, _predicted(basis), tone)
    if not basis.is_practice:
        yield _live_figure(basis)
    unmet = missed(basis)
    if unmet:
        values = {"target": name_of(basis, unmet[0]), "within": within(unmet[0])}
        against_limit = Told(N_("{target}, allowed {within}"), values)
        yield KeyFigure(Label(N_("Worst miss")), measured(unmet[0]), against_limit, Tone.BAD)
    if not basis.is_practice:
        yield _to_mend(basis)
        yield _people(basis)


def _predicted(basis: Basis) -> Item | None:
    chances = [
        target.predicted for target in basis.score.targets if target.met is not None and target.predicted is not None
    ]
    if not chances:
        return None
    value = Number(sum(chances) / len(chances), Unit.SHARE, (*PLANNED, *counted_lines(basis)))
    return Told(N_("{share} of them were predicted to be met"), {"share": value})


def _live_figure(basis: Basis) -> KeyFigure:
    live = basis.score.live
    name, budget = Label(N_("Live service lost")), Number(live.budget, Unit.PERCENTAGE_POINTS, PLANNED)
    remark = Told(N_("budget {budget}"), {"budget": budget})
    if live.measured is None:
        return KeyFigure(name, Label(N_("not measured")), remark)
    tone = Tone.BAD if live.over_budget else Tone.GOOD
    return KeyFigure(name, number(live.measured, Unit.PERCENTAGE_POINTS), remark, tone)


def _to_mend(basis: Basis) -> KeyFigure:
    """Return how many findings must be mended, and about how many of them nobody has to do anything yet."""
    name = Label(N_("Findings to mend"))
    found = [finding for finding in basis.findings if finding.must_be_mended]
    lines = tuple(sorted({line for finding in found for line in finding.lines})) or counted_lines(basis)
    value = Number(len(found), Unit.COUNT, lines)
    if not found:
        return KeyFigure(name, value, Label(N_("none is rated M or U")), Tone.GOOD)
    missing = {"count": Number(len(basis.unowned), Unit.COUNT, lines)}
    remark = Told(N_("rated M or U; without an owned measure: {count}"), missing)
    return KeyFigure(name, value, remark, Tone.FAIR)


def _people(basis: Basis) -> KeyFigure:
    seated = Number(len(basis.drill.away), Unit.COUNT, PLANNED)
    attended = {agent: line.number for line in basis.attendance for agent in (str(line.data["agent"]),)}
    present = [agent for agent, here in basis.state.attended.items() if here]
    if not attended:
        return KeyFigure(Label(N_("People with a seat")), seated, Label(N_("attendance was not noted")))
    there = Number(len(present), Unit.COUNT, tuple(sorted(attended.values())))
    value = Told("{there} / {seated}", {"there": there, "seated": seated})
    return KeyFigure(Label(N_("People there")), value, Label(N_("of those with a seat")))
