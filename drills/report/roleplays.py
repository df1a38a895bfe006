"""How role plays went: first reply, points by the judge's items, forbidden phrases, and what was said."""

from collections.abc import Iterator

from drills.exercise import LineKind
from drills.phrases import Offence
from drills.report.basis import PLANNED, Basis
from drills.report.items import Code, Item, Label, Listing, Number, Told, Unit, number
from drills.report.layout import Block, Paragraph, Row, Section, Table, Tone
from drills.report.telling import told
from drills.scoring.drill_score import RolePlayScore
from forecasting.messages import N_


def roleplays(basis: Basis) -> Section:
    """Return the section on role plays; it says so where there were none."""
    heading = Label(N_("Role plays"))
    if not basis.scenario.roleplays:
        return Section("role-plays", heading, (Paragraph((Label(N_("The scenario has no role play.")),)),))
    return Section("role-plays", heading, tuple(_blocks(basis)))


def _blocks(basis: Basis) -> Iterator[Block]:
    columns = (
        Label(N_("Customer")),
        Label(N_("First reply")),
        Label(N_("Points reached")),
        Label(N_("Forbidden phrases")),
        Label(N_("Customer satisfied")),
    )
    rows = tuple(_row(basis, item) for item in basis.score.roleplays)
    yield Table("role-plays", columns, rows, (40, 14, 12, 20, 14), frozenset({1, 2}))
    said = basis.kinds(LineKind.CHAT_OPENED, LineKind.CHAT_SAID, LineKind.CHAT_CLOSED)
    if said:
        lines = tuple(
            Row(
                (basis.second(line.ms, line.number), told(basis, line)),
                Tone.BAD if line.data.get("phrases") else Tone.PLAIN,
            )
            for line in said
        )
        heads = (Label(N_("Exercise time")), Label(N_("Said")))
        yield Table("talks", heads, lines, (14, 86), frozenset({0}), Label(N_("What was said")))


def _row(basis: Basis, item: RolePlayScore) -> Row:
    play = next(known for known in basis.scenario.roleplays if known.id == item.roleplay)
    named: dict[str, Item] = {"sign": Code(basis.sign("R", play.id)), "persona": basis.planned_text(play.persona)}
    begun = item.roleplay in basis.state.chats
    cells = (
        Told("{sign} {persona}", named),
        _reply(item, begun=begun),
        Label(N_("not judged")) if item.points is None else number(item.points, Unit.POINTS),
        _offences(item),
        _satisfied(item.satisfied),
    )
    return Row(cells, Tone.FAIR if item.offences else Tone.QUIET if not begun else Tone.PLAIN)


def _reply(item: RolePlayScore, *, begun: bool) -> Item:
    if not begun:
        return Label(N_("did not begin"))
    return Label(N_("none")) if item.first_reply is None else number(item.first_reply, Unit.SECONDS)


def _offences(item: RolePlayScore) -> Item:
    if not item.offences:
        return Label(N_("none"))
    names = Listing(tuple(Label(Offence(name).label) for name in item.offences))
    count = Number(len(item.offences), Unit.COUNT, item.lines or PLANNED)
    values: dict[str, Item] = {"count": count, "names": names}
    return Told(N_("{count}: {names}"), values)


def _satisfied(satisfied: bool | None) -> Item:  # noqa: FBT001  # three answers, one of them none
    if satisfied is None:
        return Label(N_("not noted"))
    return Label(N_("yes")) if satisfied else Label(N_("no"))
