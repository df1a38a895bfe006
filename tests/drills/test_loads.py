import pytest

from drills.errors import ScenarioError, TemplateError
from drills.incidents import Level
from drills.roles import Form
from drills.scenario.files import own_folder, parse_template
from drills.scenario.frozen import Scenario
from drills.scenario.generator import generate
from drills.scenario.loads import Absence, ChannelLoss, Leak, Load, LoadKind, Opinion, Outage, Surge
from drills.scenario.tuning import at_intensity
from forecasting.site import Channel
from tests.drills.drawn import drawn, draws

SOURCE = (own_folder() / "library" / "payment-timeouts.toml").read_text(encoding="utf-8")


def with_load(lines: str) -> Scenario:
    load = f'\n[[loads]]\nid = "more"\n{lines}\n'
    return generate(parse_template(SOURCE + load, "mine.toml"), 7, Form.TABLETOP, Level.II)


@pytest.mark.parametrize(
    ("lines", "effect"),
    [
        (
            'kind = "outage"\nbegins_percent = 10\ncapacity_percent = 20\nredial_percent = 50\nlost_percent = 5',
            Outage(20, 50, 5, 5),
        ),
        ('kind = "surge"\nbegins_percent = 10\nextra_percent = 50\nhandling_percent = 20', Surge(50, 20, 0)),
        (
            (
                'kind = "opinion"\nbegins_percent = 10\ncontacts_per_hour = 60\nbranching_percent = 80\n'
                'branching_after_percent = 20\ncalmed_by = "statement"\nmemory_minutes = 15'
            ),
            Opinion(60, 80, 20, 15, "statement"),
        ),
        (
            (
                'kind = "leak"\nbegins_percent = 10\ncontacts_per_hour = 60\nbranching_percent = 80\n'
                "branching_after_percent = 20\nmemory_minutes = 15"
            ),
            Leak(60, 80, 20, 15),
        ),
        (
            'kind = "channel-loss"\nbegins_percent = 10\nchannels = ["phone"]\nmoves_percent = 70\nto = "chat"',
            ChannelLoss(70, Channel.CHAT),
        ),
        ('kind = "absence"\nbegins_percent = 10\naway_percent = 30\nteams = ["chat"]', Absence(30, ("chat",))),
    ],
)
def test_each_kind_of_load_holds_the_numbers_written(lines: str, effect: object) -> None:
    load = with_load(lines).loads[-1]
    assert load.effect == effect
    assert (load.begins_minutes, load.ends_minutes) == (6, 60)


def test_a_number_can_be_that_of_a_parameter() -> None:
    scenario = with_load('kind = "absence"\nbegins_percent = 10\naway_percent = "still_solved"')
    value = next(item.number for item in scenario.values if item.name == "still_solved")
    assert isinstance(scenario.loads[-1].effect, Absence)
    assert scenario.loads[-1].effect.away_percent == value


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ('kind = "flood"\nbegins_percent = 10', "loads.3: expected one of 'outage', 'surge'"),
        ('kind = "surge"\nextra_percent = 50', "load more: give either begins or begins_percent"),
        ('kind = "surge"\nbegins = "nothing"\nextra_percent = 50', "loads.more.begins: refers to nothing"),
        ('kind = "surge"\nbegins_percent = 10\nextra_percent = "goods"', "loads.more.extra_percent: refers to nothing"),
        ('kind = "surge"\nbegins_percent = 10\nextra_percent = 1.5', "expected a whole number or the name"),
        (
            'kind = "channel-loss"\nbegins_percent = 10\nchannels = ["chat"]\nmoves_percent = 70\nto = "chat"',
            "customers move to a channel that is lost itself",
        ),
    ],
)
def test_a_load_that_fits_nothing_is_named(lines: str, expected: str) -> None:
    with pytest.raises(TemplateError) as refused:
        with_load(lines)
    assert any(expected in str(fault) for fault in refused.value.faults), refused.value.faults


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ('kind = "absence"\nbegins_percent = 10\naway_percent = 130', "away_percent is 130; expected 0 to 100"),
        (
            'kind = "surge"\nbegins_percent = 50\nends_percent = 40\nextra_percent = 5',
            "ends at minute 24, begins at 30",
        ),
        (
            (
                'kind = "leak"\nbegins_percent = 1\ncontacts_per_hour = 9\nbranching_percent = 100\n'
                "branching_after_percent = 20\nmemory_minutes = 15"
            ),
            "branching_percent is 100; expected 0 to 99",
        ),
    ],
)
def test_numbers_out_of_range_are_named(lines: str, expected: str) -> None:
    with pytest.raises(ScenarioError, match=expected):
        with_load(lines)


@pytest.mark.parametrize(("name", "form", "level"), draws())
def test_loads_lie_within_the_drill_and_leave_a_queue_to_simulate(name: str, form: Form, level: Level) -> None:
    scenario = drawn(name, form, level)
    for load in scenario.loads:
        assert 0 <= load.begins_minutes < load.ends_minutes <= scenario.minutes


def test_intensity_scales_what_is_extra_and_leaves_the_rest() -> None:
    def effect(load: Load) -> object:
        return load.at(150).effect

    phone, chat = Channel.PHONE, Channel.CHAT
    assert effect(Load("a", (chat,), 0, 9, Outage(40, 50, 5, 5))) == Outage(10, 50, 5, 5)
    assert effect(Load("a", (chat,), 0, 9, Outage(20))) == Outage(0)
    assert effect(Load("a", (chat,), 0, 9, Surge(50, 20, 10))) == Surge(75, 20, 10)
    assert effect(Load("a", (chat,), 0, 9, Opinion(60, 80, 20, 15, "s"))) == Opinion(90, 80, 20, 15, "s")
    assert effect(Load("a", (chat,), 0, 9, Leak(60, 80, 20, 15))) == Leak(90, 80, 20, 15)
    assert effect(Load("a", (phone,), 0, 9, ChannelLoss(80, chat))) == ChannelLoss(100, chat)
    assert effect(Load("a", (phone,), 0, 9, Absence(30, ("x",)))) == Absence(45, ("x",))


def test_loads_as_written_are_felt_as_written() -> None:
    scenario = drawn("silence-hides-rumour", Form.FULL)
    assert scenario.felt_loads == scenario.loads
    assert at_intensity(scenario, 200).felt_loads != scenario.loads
    assert at_intensity(scenario, 200).loads == scenario.loads


def test_a_leak_is_told_from_a_crisis_by_its_kind() -> None:
    assert Leak(1, 1, 1, 1).kind is LoadKind.LEAK
    assert Opinion(1, 1, 1, 1).kind is LoadKind.OPINION
