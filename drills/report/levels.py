"""What the players graded each incident against what the facts called for, and every change."""

from collections.abc import Iterator

from drills.report.basis import Basis
from drills.report.items import Code, Item, Label, Quoted, Told
from drills.report.layout import Block, Paragraph, Row, Section, Table, Tone
from drills.scoring.drill_score import IncidentTimes
from forecasting.messages import N_


def levels(basis: Basis) -> Section:
    """Return the section on levels."""
    return Section("levels", Label(N_("Levels")), tuple(_blocks(basis)))


def _blocks(basis: Basis) -> Iterator[Block]:
    several = len(basis.scenario.incidents) > 1
    times = [item for item in basis.score.times if bool(item.incident) is several]
    columns = (Label(N_("Incident")), Label(N_("Graded last")), Label(N_("Called for then")), Label(N_("Right")))
    rows = tuple(_row(basis, item) for item in times)
    yield Paragraph(
        (
            Told(
                N_("Levels follow {citation}; the overall level is the worst of all incidents."),
                {"citation": Code("OS-7.1")},
            ),
        )
    )
    yield Table("levels", columns, rows, (40, 24, 24, 12))
    changes = tuple(_changes(basis))
    if changes:
        heads = (Label(N_("Exercise time")), Label(N_("What")), Label(N_("Level")), Label(N_("Reason")))
        yield Table("level-changes", heads, changes, (14, 30, 22, 34), frozenset({0}), Label(N_("Changes of level")))


def _row(basis: Basis, item: IncidentTimes) -> Row:
    known = {incident.id: incident for incident in basis.scenario.incidents}
    incident = known.get(item.incident, basis.scenario.incidents[0])
    right = item.graded_right
    answer = Label(N_("not graded")) if right is None else Label(N_("yes")) if right else Label(N_("no"))
    cells = (
        basis.planned_text(incident.title),
        Label(N_("not graded")) if item.level is None else Label(item.level.label),
        Label(item.called_for.label),
        answer,
    )
    return Row(cells, Tone.QUIET if right is None else Tone.GOOD if right else Tone.BAD)


def _changes(basis: Basis) -> Iterator[Row]:
    found: list[tuple[int, int, Row]] = []
    for name, given in basis.state.given.items():
        inject = basis.inject(name)
        if inject.new_level is not None:
            values: dict[str, Item] = {"sign": Code(basis.sign("I", name))}
            what = Told(N_("the facts change with {sign}"), values)
            row = Row(
                (
                    basis.second(given.ms, given.line),
                    what,
                    Label(inject.new_level.label),
                    basis.planned_text(inject.text),
                )
            )
            found.append((given.ms, given.line, row))
    for stamp in basis.state.stamps:
        if stamp.level is not None:
            who = Told(N_("graded by {name}"), {"name": basis.person(stamp.agent, stamp.line)})
            reason = Quoted(stamp.text.strip(), (stamp.line,)) if stamp.text.strip() else None
            row = Row((basis.second(stamp.ms, stamp.line), who, Label(stamp.level.label), reason))
            found.append((stamp.ms, stamp.line, row))
    for _ms, _line, row in sorted(found, key=lambda item: item[:2]):
        yield row
