"""Purpose, time and place, participants, and the scenario as it may be told after the drill."""

from collections.abc import Iterator

from drills.drill import Seat
from drills.exercise import Line, LineKind
from drills.report.basis import PLANNED, Basis
from drills.report.front import exercise_time
from drills.report.items import Code, Item, Label, Listing, Number, Told, Unit, When
from drills.report.layout import Block, Fact, Facts, Paragraph, Row, Section, Table, Tone
from drills.report.telling import told
from drills.scenario.frozen import Incident
from forecasting.messages import N_


def purpose(basis: Basis) -> Section:
    """Return what the drill was to show (OS-7.3)."""
    values: dict[str, Item] = {
        "kinds": Listing(tuple(Label(item.family.label) for item in basis.scenario.incidents)),
        "citation": Code("OS-7.3"),
    }
    sentence = Told(N_("The drill was to show how the centre responds to: {kinds} ({citation})."), values)
    rows = tuple(
        Row((Code(basis.sign("O", item.id)), basis.planned_text(item.text), basis.planned_text(item.success)))
        for item in basis.scenario.objectives
    )
    columns = (Label("#"), Label(N_("Objective of the drill")), Label(N_("Met when")))
    table = Table("objectives", columns, rows, (6, 40, 54))
    return Section("purpose", Label(N_("Purpose")), (Paragraph((sentence,)), table))


def time_and_place(basis: Basis) -> Section:
    """Return when and where it was planned and took place, with every decision before it."""
    return Section("time-and-place", Label(N_("Time and place")), (Facts(tuple(_times(basis))), *_decisions(basis)))


def _times(basis: Basis) -> Iterator[Fact]:
    drill, window = basis.drill, basis.drill.window
    planned = {
        "start": When(window.start, window.zone, PLANNED, with_day=True),
        "end": When(window.end, window.zone, PLANNED, to_the_second=False),
    }
    yield Fact(Label(N_("Drill")), basis.planned_text(drill.id))
    yield Fact(Label(N_("Planned time")), Told(N_("{start} to {end}"), planned))
    if basis.stretches:
        yield Fact(Label(N_("Took place")), _took_place(basis))
        yield Fact(Label(N_("Exercise time")), exercise_time(basis))
    for closes, opens in basis.pauses:
        spans: dict[str, Item] = {"start": basis.instant(closes), "end": basis.instant(opens)}
        yield Fact(Label(N_("Pause")), Told(N_("{start} to {end}"), spans))
    yield Fact(Label(N_("Clock of")), basis.planned_text(window.zone.key))
    teams = tuple(dict.fromkeys(seat.team for seat in drill.seats))
    yield Fact(Label(N_("Teams")), Listing(tuple(basis.planned_text(team) for team in teams)))
    yield Fact(Label(N_("Form")), Label(basis.scenario.form.label))
    yield Fact(
        Label(N_("Disclosure")), Label(N_("announced to participants") if drill.announced else N_("unannounced"))
    )


def _took_place(basis: Basis) -> Item:
    opens, (_last, closes) = basis.stretches[0][0], basis.stretches[-1]
    values: dict[str, Item] = {"start": basis.instant(opens, with_day=True)}
    if closes is None or closes.kind is LineKind.PAUSED:
        return Told(N_("from {start}"), values)
    return Told(
        N_("{start} to {end}"),
        {**values, "end": When(closes.at, basis.drill.window.zone, (closes.number,), to_the_second=False)},
    )


_DECISIONS = (
    LineKind.APPROVED,
    LineKind.CLEARED,
    LineKind.REFUSED,
    LineKind.CALLED_OFF,
    LineKind.STARTED,
    LineKind.ENDED,
    LineKind.ABORTED,
    LineKind.EVALUATED,
)


def _decisions(basis: Basis) -> Iterator[Block]:
    rows = tuple(_decision(basis, line) for line in basis.kinds(*_DECISIONS))
    columns = (Label(N_("Time")), Label(N_("Decision")), Label(N_("By")), Label(N_("On what grounds")))
    if rows:
        yield Table("decisions", columns, rows, (18, 14, 18, 50), heading=Label(N_("Decisions")))


def _decision(basis: Basis, line: Line) -> Row:
    against = line.kind in {LineKind.REFUSED, LineKind.ABORTED, LineKind.CALLED_OFF}
    who = basis.person(line.by, line.number)
    cells = (basis.instant(line, with_day=True), Label(line.kind.label), who, told(basis, line))
    return Row(cells, Tone.BAD if against else Tone.PLAIN)


def participants(basis: Basis) -> Section:
    """Return who took part: role, seat, whether there, and what they did in their role."""
    rows = (*(_participant(basis, seat) for seat in basis.drill.seats), *_backups(basis))
    columns = (
        Label(N_("Role")),
        Label(N_("Name")),
        Label(N_("Team")),
        Label(N_("Seat")),
        Label(N_("There")),
        Label(N_("Logged acts")),
    )
    table = Table("participants", columns, rows, (15, 22, 16, 23, 12, 12), frozenset({5}))
    sentence = Label(
        N_("Acts are stamps, replies, judgements, sheets, notes and orders that the log has under a person's name.")
    )
    return Section("participants", Label(N_("Participants")), (table, Paragraph((sentence,))))


def _participant(basis: Basis, seat: Seat) -> Row:
    acts = acts_of(basis, str(seat.agent))
    return Row(
        (
            Label(seat.role.label),
            basis.planned_text(seat.name),
            basis.planned_text(seat.team),
            None if seat.player_seat is None else basis.seat(seat.player_seat),
            _there(basis, seat),
            Number(len(acts), Unit.COUNT, acts or PLANNED),
        )
    )


def _backups(basis: Basis) -> Iterator[Row]:
    """Yield those who came for somebody."""
    for seat in basis.drill.seats:
        if seat.backup is None or not basis.state.attended.get(str(seat.backup)):
            continue
        acts = acts_of(basis, str(seat.backup))
        role = Told(N_("{role}, as backup"), {"role": Label(seat.role.label)})
        came = tuple(line.number for line in basis.attendance if line.data["agent"] == seat.backup)
        yield Row(
            (
                role,
                basis.person(str(seat.backup), *came),
                basis.planned_text(seat.team),
                None if seat.player_seat is None else basis.seat(seat.player_seat),
                Label(N_("yes")),
                Number(len(acts), Unit.COUNT, acts or PLANNED),
            )
        )


def acts_of(basis: Basis, agent: str) -> tuple[int, ...]:
    """Return the lines that stand under the name of *agent*, attendance and the plan left out."""
    others = {LineKind.ATTENDED, LineKind.PLANNED}
    mine = (line for line in basis.lines if agent in {line.by, line.data.get("agent")} and line.kind not in others)
    return tuple(line.number for line in mine)


def _there(basis: Basis, seat: Seat) -> Item:
    noted = [line for line in basis.attendance if line.data["agent"] == seat.agent]
    if not noted:
        return Label(N_("not noted"))
    return Label(N_("yes")) if noted[-1].data["present"] is True else Label(N_("no"))


def scenario(basis: Basis) -> Section:
    """Return what the incident was; it may be told now that the drill is over."""
    blocks: list[Block] = [Facts(tuple(_story(basis)))]
    if len(basis.scenario.incidents) > 1:
        blocks.append(_incidents(basis))
    return Section("scenario", Label(N_("Scenario")), tuple(blocks))


def _story(basis: Basis) -> Iterator[Fact]:
    item, say = basis.scenario, basis.planned_text
    yield Fact(Label(N_("Incident")), say(item.title))
    yield Fact(Label(N_("Cause")), say(item.cause))
    yield Fact(Label(N_("Mechanism")), say(item.mechanism))
    yield Fact(Label(N_("Symptoms")), say(item.symptoms))
    yield Fact(Label(N_("Consequences")), say(item.consequences))
    if item.relation is not None:
        yield Fact(Label(N_("How the incidents belong together")), Label(item.relation.label))
    yield Fact(Label(N_("Level at the start")), Label(item.opening_level.label))
    yield Fact(Label(N_("Level at worst")), Label(item.level.label))
    origin = f"{item.template}, {item.template_version}, {item.seed}"
    yield Fact(Label(N_("Template, version, seed")), say(origin))
    yield Fact(Label(N_("Fingerprint of the scenario")), Code(item.digest))


def _incidents(basis: Basis) -> Table:
    rows = tuple(_incident(basis, item) for item in basis.scenario.incidents)
    columns = (
        Label(N_("Begins")),
        Label(N_("Kind of incident")),
        Label(N_("Level at worst")),
        Label(N_("Cause")),
        Label(N_("Symptoms")),
    )
    return Table("incidents", columns, rows, (10, 16, 14, 30, 30))


def _incident(basis: Basis, item: Incident) -> Row:
    begins = Number(60.0 * item.offset_minutes, Unit.EXERCISE_SECOND, PLANNED)
    say = basis.planned_text
    return Row((begins, Label(item.family.label), Label(item.level.label), say(item.cause), say(item.symptoms)))
