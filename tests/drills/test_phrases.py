import itertools
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drills.phrases import Offence, forbidden_in
from tests.drills.drawn import KNOWN

LISTS = tomllib.loads((files("drills") / "phrases.toml").read_text(encoding="utf-8"))
PHRASES = [
    pytest.param(Offence(name), phrase, id=phrase)
    for name, lists in LISTS.items()
    for language in ("zh", "en")
    for phrase in lists[language]
]


def offences(text: str) -> list[Offence]:
    return [item.offence for item in forbidden_in(text)]


def test_there_is_a_list_in_both_languages_for_each_of_the_eight_categories() -> None:
    assert set(LISTS) == {offence.value for offence in Offence}
    assert all(len(lists[language]) >= 10 for lists in LISTS.values() for language in ("zh", "en"))


def test_no_phrase_is_in_two_categories() -> None:
    every = [phrase for lists in LISTS.values() for language in ("zh", "en") for phrase in lists[language]]
    assert len(every) == len(set(every))


@pytest.mark.parametrize(("offence", "phrase"), PHRASES)
def test_each_phrase_is_found_within_a_sentence(offence: Offence, phrase: str) -> None:
    for text in (phrase, f"Well, {phrase.upper()}. Really", f"您好，{phrase}，再见"):
        found = forbidden_in(text)
        assert any(item.offence is offence for item in found), text
        assert all(text[item.start : item.end] == item.words for item in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("这 不归我管，您找别人", [Offence.SHIRKING, Offence.SHIRKING]),
        ("不、归、我、管", [Offence.SHIRKING]),
        ("That’s NOT  my\nproblem", [Offence.SHIRKING]),
        ("ｎｏｔ ｍｙ ｊｏｂ", [Offence.SHIRKING]),
        ("你急什么？说了多少遍了", [Offence.IMPATIENT, Offence.IMPATIENT]),
        ("I told you: calm down. You get what you pay for.", [Offence.ORDERING, Offence.MOCKING]),
        ("骂得好，您骂得对", [Offence.AGREEING_WITH_ABUSE, Offence.AGREEING_WITH_ABUSE]),
    ],
)
def test_spaces_width_case_and_signs_hide_nothing(text: str, expected: list[Offence]) -> None:
    assert offences(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "您好，很抱歉让您久等了，我马上为您核实，请您稍等一分钟。",
        "麻烦您提供一下订单号，我来查。请问还有什么事情可以帮您？",
        "我自己查了一下，您的包裹今天下午送达。",
        "根据公司的退货政策，您可以免运费退货。",
        "Thank you again for waiting. I know how annoying this is.",
        "I'll find out and call you back at three, whatever happens.",
        "You don't have to do anything; we refund both charges.",
    ],
)
def test_good_service_is_not_taken_for_bad(text: str) -> None:
    assert forbidden_in(text) == ()


@given(st.text(max_size=60))
def test_any_text_can_be_searched_and_findings_do_not_overlap(text: str) -> None:
    found = forbidden_in(text)
    assert all(text[item.start : item.end] == item.words for item in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_phrase_is_found_wherever_it_stands_between_other_sentences(before: str, behind: str) -> None:
    assert Offence.SHIRKING in offences(f"{before} 。 这不归我管 。 {behind}")


def test_what_the_templates_expect_of_players_holds_no_such_phrase() -> None:
    for template in KNOWN.templates:
        for item in template.expectations:
            assert "“" in item.text.zh or forbidden_in(item.text.zh) == (), item.text.zh
