"""What is wrong with a template file, as faults in sentences that can be translated."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from forecasting.errors import Fault
from forecasting.messages import N_, Sentence, sentence_of

# What pydantic finds, in our words; what is not named here keeps pydantic's.
_SENTENCES: Mapping[str, str] = {
    "missing": N_("this is missing"),
    "unexpected_keyword_argument": N_("there is no such field"),
    "int_type": N_("expected a whole number"),
    "float_type": N_("expected a number"),
    "string_type": N_("expected a text"),
    "bool_type": N_("expected true or false"),
    "tuple_type": N_("expected a list"),
    "dict_type": N_("expected a table"),
    "dataclass_type": N_("expected a table"),
    "enum": N_("expected one of {expected}"),
    "literal_error": N_("expected one of {expected}"),
    "union_tag_invalid": N_("expected one of {expected_tags}"),
    "too_short": N_("expected {min_length} values or more"),
    "union_tag_not_found": N_("it does not say of which kind it is"),
    "string_pattern_mismatch": N_("expected lower-case letters, digits and hyphens, beginning with a letter"),
    "greater_than_equal": N_("expected {ge} or more"),
    "greater_than": N_("expected more than {gt}"),
    "less_than_equal": N_("expected {le} or less"),
    "finite_number": N_("expected a finite number"),
    "too_long": N_("expected {max_length} values at most"),
}


def either(entry: str, one: str, other: str) -> ValueError:
    """Return the error of an *entry* that has both fields or none."""
    return ValueError(Sentence(N_("{entry}: give either {one} or {other}"), entry=entry, one=one, other=other))


def downwards(entry: str, field: str, first: int, last: int) -> ValueError:
    """Return the error of a range whose *first* number lies above its *last*."""
    return ValueError(
        Sentence(
            N_("{entry}: {field} runs from {first} down to {last}"), entry=entry, field=field, first=first, last=last
        )
    )


def faults(error: ValidationError, file: str, row: int | None = None, within: str | None = None) -> Iterator[Fault]:
    """Yield what *error* found in *file*, each with its field and the value that stood there.

    *row* and *within*, the field in which all of it stands, are told besides.
    """
    before = () if within is None else (within,)
    for found in error.errors(include_url=False):
        value = found["input"]
        yield Fault(
            file,
            _sentence(found["type"], found["msg"], found.get("ctx", {})),
            row=row,
            field=".".join(str(part) for part in (*before, *found["loc"])) or None,
            value=str(value) if isinstance(value, str | int | float) else None,
        )


def _sentence(kind: str, message: str, context: Mapping[str, Any]) -> str:
    if kind == "value_error":
        return sentence_of(context["error"])
    template = _SENTENCES.get(kind)
    if template is None:
        return message
    return Sentence(template, **context) if "{" in template else template
