"""Reasons in a log can be said in any language when it is read again."""

import json

from drills.exercise import CoverTold, approve, board, log_text, look_both_ways, read_log, run_of
from drills.exercise.told_reasons import sentence_of_record, sentence_record
from forecasting.messages import Sentence, said
from tests.drills.exercise.small_run import minute, order, planned, small_drill

CHINESE = {"{team} lacks {people} people, {why}": "{team} 少 {people} 人，{why}", "too many are ill": "病的人太多"}


def _translate(sentence: str) -> str:
    return CHINESE.get(sentence, sentence)


REASON = Sentence("{team} lacks {people} people, {why}", team="phone", people=2, why=Sentence("too many are ill"))


def test_a_sentence_comes_back_with_its_values_from_plain_data() -> None:
    again = sentence_of_record(json.loads(json.dumps(sentence_record(REASON))))
    assert again == REASON == "phone lacks 2 people, too many are ill"
    assert said(again, _translate) == "phone 少 2 人，病的人太多"
    assert sentence_of_record(sentence_record("as it stands")) == "as it stands"


def test_the_reasons_of_a_no_go_are_told_in_the_readers_language_from_the_log_alone() -> None:
    cleared = approve(planned(small_drill()), order(small_drill(), -60), CoverTold())
    run = look_both_ways(cleared, order(small_drill(), -1), CoverTold((REASON,)))
    look = board(run_of(read_log(log_text(run.log))), minute(small_drill(), 0)).look
    assert look is not None
    assert [said(reason, _translate) for reason in look.reasons] == ["phone 少 2 人，病的人太多"]
