"""The letters of the objectives and of the drill, and how each came about."""

from collections.abc import Iterator

from drills.rating import Rating
from drills.report.basis import Basis
from drills.report.front import TONES, objective_name, ratio_of
from drills.report.items import Code, Item, Label, Number, Told, Unit, number
from drills.report.layout import Bullets, Paragraph, Row, Section, Table, Tone
from drills.report.live import over_budget_sentence
from drills.scoring.drill_score import ObjectiveScore
from forecasting.messages import N_


def ratings(basis: Basis) -> Section:
    """Return the section on ratings."""
    columns = (
        Label(N_("Objective of the drill")),
        Label(N_("Targets met")),
        Label(N_("By clocks")),
        Label(N_("By evaluators")),
        Label(N_("Rating")),
    )
    table = Table("ratings", columns, tuple(_row(basis, item) for item in basis.score.objectives), (46, 13, 12, 14, 15))
    key = Bullets(
        tuple(
            Told(N_("{letter}: {meaning}"), {"letter": Code(letter.value), "meaning": Label(letter.label)})
            for letter in Rating
        )
    )
    return Section("ratings", Label(N_("Ratings")), (Paragraph(tuple(overall(basis))), table, key))


def overall(basis: Basis) -> Iterator[Item]:
    """Yield how the letter of the drill came about."""
    score = basis.score
    if score.rating is None or score.points is None:
        yield Label(N_("There is no rating: no objective had a target that counts, and no evaluator rated one."))
        return
    values: dict[str, Item] = {
        "letter": Code(score.rating.value),
        "points": number(score.points, Unit.POINTS),
        "rules": Code(score.rules),
    }
    yield Told(N_("Overall {letter}, {points} points, under version {rules} of the rules of scoring."), values)
    critical = [target for target in score.targets if target.critical and target.met is False]
    if critical:
        lines = tuple(sorted({line for target in critical for line in target.lines}))
        named = {"count": Number(len(critical), Unit.COUNT, lines)}
        yield Told(N_("Critical targets that were not met: {count}; that rules out the best rating."), named)
    if score.live.over_budget:
        yield over_budget_sentence(basis)
    sheets = basis.state.sheets
    if not sheets:
        yield Label(N_("No evaluator has handed in a sheet; the ratings rest on the clocks alone."))
        return
    lines = tuple(sorted(known.line for known in sheets.values()))
    yield Told(N_("Sheets of evaluators: {count}."), {"count": Number(len(sheets), Unit.COUNT, lines)})


def _row(basis: Basis, item: ObjectiveScore) -> Row:
    cells = (
        objective_name(basis, item),
        ratio_of(item),
        letter(item.by_clocks),
        letter(item.by_evaluators),
        letter(item.rating),
    )
    return Row(cells, Tone.QUIET if item.rating is None else TONES[item.rating])


def letter(rating: Rating | None) -> Item:
    """Return the letter of *rating*."""
    return Label(N_("none")) if rating is None else Code(rating.value)
