from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drills.errors import RequestError, ScenarioError, TemplateError
from drills.incidents import Family, Level, Relation, Scope
from drills.roles import Form
from drills.scenario.catalogue import Offer, catalogue
from drills.scenario.checking import bad_draws
from drills.scenario.combining import combine, levels_of
from drills.scenario.files import combinations, library, own_folder, parse_combination
from drills.scenario.generator import is_intact
from drills.scenario.loads import Opinion
from drills.scenario.templates import Combination
from tests.drills.drawn import KNOWN, drawn, draws, largest, names

FOLDER = own_folder() / "library"
SOURCE = (FOLDER / "combined" / "payments-and-refunds.toml").read_text(encoding="utf-8")
COMBINED = draws(Scope.COMBINED)


def combination(name: str) -> Combination:
    return next(item for item in combinations() if item.id == name)


def broken(old: str, new: str) -> list[str]:
    assert old in SOURCE
    with pytest.raises(TemplateError) as refused:
        parse_combination(SOURCE.replace(old, new, 1), "mine.toml", library())
    return [str(fault) for fault in refused.value.faults]


def test_there_are_at_least_four_combinations_and_every_relation_is_among_them() -> None:
    assert len(combinations()) >= 4
    assert {item.relation for item in combinations()} == set(Relation)


@pytest.mark.parametrize(("name", "form", "level"), COMBINED)
def test_no_name_appears_twice_and_each_part_bears_its_own(name: str, form: Form, level: Level) -> None:
    scenario = drawn(name, form, level)
    for entries in (scenario.injects, scenario.expectations, scenario.loads, scenario.roleplays):
        assert not [item for item, count in Counter(entry.id for entry in entries).items() if count > 1]
        for entry in entries:
            assert entry.id.startswith(f"{entry.incident}.") is bool(entry.incident)


@pytest.mark.parametrize(("name", "form", "level"), COMBINED)
def test_seats_are_shared_and_the_drill_is_as_long_as_the_combination_says(name: str, form: Form, level: Level) -> None:
    scenario = drawn(name, form, level)
    known = {template.id: template for template in KNOWN.templates}
    wanted = {seat.id for part in combination(name).parts for seat in known[part.template].seats}
    assert Counter(seat.id for seat in scenario.seats) == Counter(wanted | {x.id for x in combination(name).seats})
    assert scenario.minutes == combination(name).minutes[form]
    assert scenario.relation is combination(name).relation
    assert scenario.scope is Scope.COMBINED


@pytest.mark.parametrize(("name", "form", "level"), COMBINED)
def test_a_part_begins_at_its_offset(name: str, form: Form, level: Level) -> None:
    scenario = drawn(name, form, level)
    for part, incident in zip(combination(name).parts, scenario.incidents, strict=True):
        assert incident.id == part.name
        assert incident.offset_minutes == scenario.minutes * part.offset_percent // 100
        times = [inject.minutes for inject in scenario.injects if inject.incident == part.name]
        assert min(times) >= incident.offset_minutes


@pytest.mark.parametrize("name", names(Scope.COMBINED))
def test_every_part_brings_what_its_incident_needs_to_be_graded_and_told(name: str) -> None:
    scenario = drawn(name, largest(name))
    for incident in scenario.incidents:
        assert any(item.incident == incident.id for item in scenario.loads)
        assert "graded" in {item.act.value for item in scenario.expectations if item.incident == incident.id}
    assert any(not inject.incident for inject in scenario.injects)  # something of its own


def test_what_a_part_does_without_goes_with_all_that_builds_on_it() -> None:
    whole = combination("payments-and-refunds")
    first, second = whole.parts
    less = replace(whole, parts=(first, replace(second, without=("screen-says-done", "insult", "first-complaint"))))
    with pytest.raises(ScenarioError) as refused:  # what the combination itself adds still builds on the part
        combine(less, library(), 3, Form.FULL)
    assert "builds on late-refunds.graded" in str(refused.value)
    alone = replace(less, injects=less.injects[:1], expectations=less.expectations[:1], loads=())
    scenario = combine(alone, library(), 3, Form.FULL, Level.II)
    gone = {"late-refunds.first-complaint", "late-refunds.chased", "late-refunds.hands-offered"}
    assert not gone & {inject.id for inject in scenario.injects}
    left = {item.id for item in scenario.expectations}
    assert not {"late-refunds.graded", "late-refunds.accepted", "late-refunds.wording-stopped"} & left
    assert "late-refunds.wants-supervisor" not in {play.id for play in scenario.roleplays}
    group = next(load for load in scenario.loads if load.id == "late-refunds.group-calls")
    assert isinstance(group.effect, Opinion)
    assert group.effect.calmed_by is None  # nobody is asked for that statement any more


def test_the_first_part_is_the_gravest() -> None:
    for level in levels_of(combination("silence-hides-rumour"), library()):
        incidents = drawn("silence-hides-rumour", Form.FULL, level).incidents
        assert incidents[0].level is level
        assert incidents[1].level >= level


def test_a_part_can_be_kept_mild() -> None:
    for seed in range(12):
        assert drawn("coupons-hide-price", Form.FULL, Level.I, seed).incidents[1].level > Level.I
    whole = combination("payments-and-refunds")
    mild = replace(whole, parts=(replace(whole.parts[0], levels=(Level.III,)), whole.parts[1]))
    assert levels_of(mild, library()) == (Level.III,)


def test_expectations_that_are_too_much_can_be_left_out() -> None:
    whole = combination("payments-and-refunds")
    first = replace(whole.parts[0], without=("figures-checked",))
    scenario = combine(replace(whole, parts=(first, whole.parts[1])), library(), 3, Form.FULL, Level.II)
    assert "payment-timeouts.figures-checked" not in {item.id for item in scenario.expectations}
    assert "payment-timeouts.healthy-report" in {item.id for item in scenario.injects}


def test_a_level_that_the_first_part_lacks_is_refused_with_those_there_are() -> None:
    with pytest.raises(RequestError, match="no incident of level IV; it has I, II, III"):
        drawn("silence-hides-rumour", Form.FULL, Level.IV)


def test_a_form_that_is_not_offered_is_refused() -> None:
    with pytest.raises(RequestError, match="has no tabletop form; it has full, functional"):
        drawn("silence-hides-rumour", Form.TABLETOP)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('template = "late-refunds"', 'template = "nothing"', "mine.toml, parts: refers to nothing"),
        ('pattern = "see"', 'patern = "see"', "parts.late-refunds.serves: refers to nothing"),
        ('pattern = "see"', 'pattern = "seen"', "parts.late-refunds.serves: refers to nothing"),
        ('without = ["press-call"', 'without = ["presscall"', "parts.late-refunds.without: refers to nothing"),
        ('template = "late-refunds"', 'template = "payment-timeouts"', "parts: the name appears 2 times"),
        (
            'template = "late-refunds"',
            'template = "late-refunds"\nlevels = []',
            "parts.late-refunds.levels: none of them is a worst level",
        ),
        ("functional = 150", "tabletop = 90\nfunctional = 0", "minutes.functional: expected 1 or more"),
        (
            'expectation = "late-refunds.graded"',
            'expectation = "late-refunds.judged"',
            "injects.same-evening.after.expectation: refers to nothing",
        ),
        (
            'begins = "late-refunds.first-complaint"',
            'begins = "first-complaint"',
            "loads.both-at-once.begins: refers to nothing",
        ),
        ('relation = "shared-cause"', 'relation = "rivals"', "mine.toml, relation: expected one of 'shared-cause'"),
    ],
)
def test_a_combination_that_does_not_fit_is_refused_with_the_field_named(old: str, new: str, expected: str) -> None:
    assert any(expected in fault for fault in broken(old, new)), broken(old, new)


def test_one_template_can_be_there_twice_under_two_names() -> None:
    whole = combination("payments-and-refunds")
    first = whole.parts[0]
    again = replace(first, id="elsewhere", offset_percent=40, without=("press-call", "forum-question", "no-estimate"))
    twice = replace(whole, parts=(first, again), injects=(), expectations=(), loads=())
    scenario = combine(twice, library(), 3, Form.FULL, Level.II)
    assert [incident.id for incident in scenario.incidents] == ["payment-timeouts", "elsewhere"]
    assert {incident.template for incident in scenario.incidents} == {"payment-timeouts"}


def test_a_folder_of_the_user_adds_templates_and_combinations_in_one_file_each(tmp_path: Path) -> None:
    template = (FOLDER / "late-refunds.toml").read_text(encoding="utf-8")
    (tmp_path / "mine.toml").write_text(template.replace('"late-refunds"', '"mine"', 1), encoding="utf-8")
    (tmp_path / "combined").mkdir()
    mine = SOURCE.replace('"payments-and-refunds"', '"both"', 1).replace("late-refunds", "mine")
    (tmp_path / "combined" / "both.toml").write_text(mine, encoding="utf-8")
    known = catalogue([tmp_path])
    assert {"mine", "both"} <= {offer.id for offer in known.offers()}
    assert [item.template for item in known.draw("both", 3, Form.FULL).incidents] == ["payment-timeouts", "mine"]
    assert list(bad_draws(known, ["mine", "both"], seeds=range(2))) == []


def test_a_file_of_the_user_with_an_id_that_is_taken_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes((FOLDER / "late-refunds.toml").read_bytes())
    known = catalogue([tmp_path])
    with pytest.raises(TemplateError, match=r"mine.toml, id: another file bears the same id"):
        known.draw("late-refunds", 3, Form.FULL)
    assert known.draw("payments-and-refunds", 3, Form.FULL) == KNOWN.draw("payments-and-refunds", 3, Form.FULL)


def test_the_products_own_files_can_all_be_used() -> None:
    assert KNOWN.unread == ()


def test_a_file_that_cannot_be_used_keeps_nobody_from_the_others(tmp_path: Path) -> None:
    template = (FOLDER / "late-refunds.toml").read_text(encoding="utf-8").replace('"late-refunds"', '"mine"', 1)
    (tmp_path / "good.toml").write_text(template, encoding="utf-8")
    (tmp_path / "bad.toml").write_text(template.replace('"mine"', '"worse"', 1).replace("version = 2", "version = 0"))
    (tmp_path / "torn.toml").write_text("id = ", encoding="utf-8")
    (tmp_path / "combined").mkdir()
    combined = SOURCE.replace('"payments-and-refunds"', '"both"', 1).replace("late-refunds", "worse")
    (tmp_path / "combined" / "both.toml").write_text(combined, encoding="utf-8")
    known = catalogue([tmp_path])
    assert known.draw("mine", 3, Form.FULL).template == "mine"
    assert [(item.file, item.id) for item in known.unread] == [
        ("bad.toml", "worse"),
        ("torn.toml", "torn"),
        ("both.toml", "both"),
    ]
    assert {fault.file for fault in known.faults} == {"bad.toml", "torn.toml", "both.toml"}
    with pytest.raises(TemplateError, match=r"bad.toml, version: expected 1 or more"):
        known.draw("worse", 3, Form.FULL)
    with pytest.raises(TemplateError, match=r"both.toml, parts.*worse"):
        known.draw("both", 3, Form.FULL)


def test_a_bad_draw_is_named_with_its_form_level_and_seed(tmp_path: Path) -> None:
    source = (FOLDER / "late-refunds.toml").read_text(encoding="utf-8").replace('"late-refunds"', '"mine"', 1)
    (tmp_path / "mine.toml").write_text(source.replace("ambiguous = true", "ambiguous = false"), encoding="utf-8")
    found = list(bad_draws(catalogue([tmp_path]), ["mine"]))
    assert len(found) == len(Form) * len(Level)
    assert all("no fact can be read in two ways [ambiguous]" in draw.findings[0] for draw in found)
    assert {draw.seed for draw in found} == {0}


def test_an_offer_names_every_family_of_its_incidents() -> None:
    offer = next(item for item in KNOWN.offers() if item.id == "silence-hides-rumour")
    assert offer.families == (Family.PUBLIC_OPINION, Family.SYSTEM_OUTAGE)


def test_a_name_that_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(RequestError, match=r"there is no template nothing; there are .*payment-timeouts"):
        KNOWN.draw("nothing", 3, Form.FULL)


def test_the_example_that_authors_start_with_is_a_good_exercise() -> None:
    known = catalogue([Path(__file__).parents[2] / "examples" / "scenarios"])
    assert list(bad_draws(known, ["lockers-refuse-codes"])) == []
    assert known.draw("lockers-refuse-codes", 1, Form.TABLETOP).level is Level.III


def test_a_folder_that_is_missing_or_holds_no_template_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="there is no such folder"):
        catalogue([tmp_path / "nowhere"])
    with pytest.raises(TemplateError, match="no template is in it"):
        catalogue([tmp_path])


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 2**63), st.sampled_from(list(KNOWN.offers())), st.data())
def test_any_seed_of_any_template_makes_a_good_exercise(seed: int, offer: Offer, data: st.DataObject) -> None:
    form, level = data.draw(st.sampled_from(offer.forms)), data.draw(st.sampled_from([None, *offer.levels]))
    scenario = KNOWN.draw(offer.id, seed, form, level)
    assert is_intact(scenario)
    assert scenario == KNOWN.draw(offer.id, seed, form, level)
    assert level in {None, scenario.level}
