import copy
import pickle

import pytest

from forecasting.errors import Fault, InputError, StaffingError
from forecasting.messages import Sentence, joined, listed, said, sentence_of


def shouted(sentence: str) -> str:
    """Stand for a translation: capitals outside the places."""
    return "".join(part if part.startswith("{") else part.upper() for part in _parts(sentence))


def _parts(sentence: str) -> list[str]:
    return sentence.replace("{", "\0{").replace("}", "}\0").split("\0")


def test_a_sentence_is_its_english_text_and_can_be_said_in_another_language() -> None:
    sentence = Sentence("at most {most}", most=3)
    assert sentence == "at most 3"
    assert sentence.say(shouted) == "AT MOST 3"


def test_a_sentence_within_another_is_translated_too_and_a_plain_value_is_not() -> None:
    sentence = Sentence("{agent}: {reason}", agent="lin", reason=Sentence("no bounds"))
    assert sentence == "lin: no bounds"
    assert sentence.say(shouted) == "lin: NO BOUNDS"


def test_a_sentence_without_values_may_have_braces() -> None:
    assert Sentence("such as { least = 2 }") == "such as { least = 2 }"


@pytest.mark.parametrize("twin", [copy.deepcopy, lambda sentence: pickle.loads(pickle.dumps(sentence))])
def test_a_copy_of_a_sentence_can_still_be_said(twin: type) -> None:
    assert said(twin(Sentence("at most {most}", most=3)), shouted) == "AT MOST 3"


def test_several_sentences_are_joined_into_one() -> None:
    assert joined(["a", Sentence("b {n}", n=1), "c"]) == "a; b 1; c"
    assert joined(["a", Sentence("b {n}", n=1), "c"]).say(shouted) == "A; B 1; C"


def test_the_empty_text_is_never_translated() -> None:
    assert said("", lambda _: "the head of the catalogue") == ""


def test_an_error_says_the_sentence_it_was_made_with() -> None:
    assert said(sentence_of(StaffingError(Sentence("at most {most}", most=3))), shouted) == "AT MOST 3"
    assert sentence_of(StaffingError("plain")) == "plain"
    assert sentence_of(FileNotFoundError(2, "gone", "x.csv")) == "[Errno 2] gone: 'x.csv'"


def test_a_fault_is_told_with_place_value_and_what_was_expected() -> None:
    fault = Fault("x.csv", "is no number", 3, "offered", "six", Sentence("{most} or less", most=9))
    assert str(fault) == "x.csv, row 3, offered: is no number (found 'six'); expected 9 or less"
    assert fault.say(shouted) == "x.csv, ROW 3, offered: IS NO NUMBER (FOUND 'six'); EXPECTED 9 OR LESS"
    assert str(InputError([fault])) == str(fault)


def test_names_are_listed_with_the_separator_of_the_language() -> None:
    def chinese(sentence: str) -> str:
        return {"{names}, {name}": "{names}、{name}"}.get(sentence, sentence)

    assert listed(["春节", "{元旦}", "618"], chinese) == "春节、{元旦}、618"
    assert listed(["Spring Festival", "618"]) == "Spring Festival, 618"
    assert listed([]) == ""
