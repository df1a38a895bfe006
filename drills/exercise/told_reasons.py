"""Sentences in a log: kept with their values, so that they can be said in any language when the log is read again."""

from collections.abc import Mapping

from drills.scenario.canonical import Plain
from forecasting.messages import Sentence


def sentence_record(sentence: str) -> Plain:
    """Return *sentence* as plain data: a text, or the template and values of a marked one."""
    if not isinstance(sentence, Sentence):
        return str(sentence)
    return {"template": sentence.template, "values": {name: _value(item) for name, item in sentence.values.items()}}


def sentence_of_record(record: Plain) -> str:
    """Return the sentence of what :func:`sentence_record` made."""
    if not isinstance(record, Mapping):
        return str(record)
    values = record["values"]
    known = values if isinstance(values, Mapping) else {}
    return Sentence(str(record["template"]), **{name: _told(item) for name, item in known.items()})


def _value(item: object) -> Plain:
    if isinstance(item, Sentence):
        return sentence_record(item)
    return item if isinstance(item, int | float) else str(item)


def _told(item: Plain) -> object:
    return sentence_of_record(item) if isinstance(item, Mapping) else item
