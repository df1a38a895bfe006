import pytest

from drills.phrases import forbidden_in
from drills.practice.conversations import FORBIDDEN
from drills.practice.words import words


@pytest.mark.parametrize("occasion", sorted(words()))
def test_forbidden_words_are_found_and_all_others_are_clean_in_both_languages(occasion: str) -> None:
    for text in words()[occasion]:
        for said in (text.en, text.zh):
            assert bool(forbidden_in(said)) is (occasion == FORBIDDEN)
