"""What pydantic finds wrong with a request, in the reader's language; what it says of other kinds stays its own."""

from collections.abc import Mapping

from forecasting.messages import N_, Translate

LONGEST_VALUE = 200
_NO_WHOLE_NUMBER, _NO_NUMBER, _NO_BOOL = N_("is no whole number"), N_("is no number"), N_("is neither true nor false")
_NO_LIST, _NO_OBJECT, _NO_DATE = N_("is no list"), N_("is no object"), N_("is no day")
_NO_MOMENT = N_("is no time with an offset")

# By pydantic's names of faults; places are those of the fault's context.
REASONS: Mapping[str, str] = {
    "missing": N_("must be given"),
    "extra_forbidden": N_("is not known or not allowed"),
    "json_invalid": N_("is no JSON"),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), _NO_WHOLE_NUMBER),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), _NO_NUMBER),
    **dict.fromkeys(("bool_type", "bool_parsing"), _NO_BOOL),
    **dict.fromkeys(("list_type", "tuple_type", "set_type"), _NO_LIST),
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type"), _NO_OBJECT),
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing"), _NO_DATE),
    **dict.fromkeys(("datetime_type", "datetime_parsing", "datetime_from_date_parsing", "timezone_aware"), _NO_MOMENT),
    "string_type": N_("is no text"),
    "string_too_short": N_("has fewer than {min_length} characters"),
    "string_too_long": N_("has more than {max_length} characters"),
    "too_short": N_("has fewer than {min_length} entries"),
    "too_long": N_("has more than {max_length} entries"),
    "greater_than": N_("is not above {gt}"),
    "greater_than_equal": N_("is below {ge}"),
    "less_than": N_("is not below {lt}"),
    "less_than_equal": N_("is above {le}"),
    "enum": N_("is none of {expected}"),
    "literal_error": N_("is none of {expected}"),
}


def request_fault(fault: Mapping[str, object], translate: Translate) -> dict[str, object]:
    """Return one of pydantic's faults as field, reason and value."""
    place = fault.get("loc", ())
    names = [str(part) for part in place] if isinstance(place, tuple | list) else []
    return {
        "field": ".".join(names),
        "reason": _reason(fault, translate),
        "value": repr(fault.get("input"))[:LONGEST_VALUE],
    }


def _reason(fault: Mapping[str, object], translate: Translate) -> object:
    template, context = REASONS.get(str(fault.get("type"))), fault.get("ctx")
    if template is None:
        return fault.get("msg")
    return translate(template).format(**context) if isinstance(context, Mapping) else translate(template)
