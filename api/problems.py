"""From errors to ``application/problem+json`` (RFC 9457): one table, every fault named."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.errors import (
    ApiError,
    BusyError,
    ConflictError,
    NotFoundError,
    RosterRefusedError,
    StoreError,
    WorkStoppedError,
)
from api.headers import SECURITY_HEADERS
from api.languages import language_asked
from api.request_faults import request_fault
from api.translation import translator
from drills.errors import ActionError, DrillError, LogError, OrderError
from forecasting.errors import Fault, ForecastingError, FrameError, InputError
from forecasting.messages import N_, Translate, said, sentence_of
from scheduler.errors import InfeasibleError, SchedulerError
from scheduler.rules.base import Violation

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Problem:
    """How one class of errors is answered; *slug* names its type for programs, *title* for people."""

    status: int
    slug: str
    title: str


# The first line whose class fits answers: the special before the general.
PROBLEMS: tuple[tuple[type[Exception], Problem], ...] = (
    (NotFoundError, Problem(404, "not-found", N_("There is nothing here"))),
    (ConflictError, Problem(409, "conflict", N_("This contradicts what is stored"))),
    (RosterRefusedError, Problem(422, "roster-breaks-rules", N_("The roster breaks rules"))),
    (InputError, Problem(422, "input-has-faults", N_("The input cannot be used"))),
    (RequestValidationError, Problem(422, "request-has-faults", N_("The request cannot be used"))),
    (FrameError, Problem(422, "input-has-faults", N_("The input cannot be used"))),
    (InfeasibleError, Problem(422, "no-lawful-roster", N_("No lawful roster exists"))),
    (ActionError, Problem(409, "action-refused", N_("The book of actions cannot follow this order"))),
    (OrderError, Problem(409, "order-refused", N_("The drill cannot follow this order"))),
    (LogError, Problem(500, "log-broken", N_("The log of the drill is not as it was written"))),
    (DrillError, Problem(422, "no-drill", N_("The drill cannot be made"))),
    (ForecastingError, Problem(422, "cannot-forecast", N_("This cannot be computed"))),
    (SchedulerError, Problem(422, "cannot-schedule", N_("This cannot be computed"))),
    (StoreError, Problem(503, "store-unavailable", N_("The store cannot be used"))),
    (OperationalError, Problem(503, "store-unavailable", N_("The store cannot be used"))),
    (BusyError, Problem(503, "busy", N_("The service is busy"))),
    (WorkStoppedError, Problem(503, "stopped", N_("The work was stopped"))),
    (ApiError, Problem(422, "refused", N_("The request cannot be used"))),
    (Exception, Problem(500, "fault-of-ours", N_("Something went wrong on our side"))),
)

# Refusals that the framework makes itself, for people; their type is named after the status.
HTTP_TITLES: Mapping[int, str] = {
    404: N_("There is nothing here"),
    405: N_("This address does not take such a request"),
}

# How the reference of the REST interface describes every refusal.
_CONTENT: dict[str, object] = {
    MEDIA_TYPE: {
        "schema": {
            "type": "object",
            "title": "Problem",
            "required": ["type", "title", "status", "instance"],
            "properties": {
                "type": {"type": "string"},
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "instance": {"type": "string"},
                "detail": {"type": "string"},
                "faults": {"type": "array", "items": {"type": "object"}},
                "reasons": {"type": "array", "items": {"type": "string"}},
                "violations": {"type": "array", "items": {"type": "object"}},
            },
        }
    }
}
REFUSALS: dict[int | str, dict[str, object]] = {
    "4XX": {"description": "Refused, every fault named (RFC 9457)", "content": _CONTENT},
    503: {
        "description": "Too much is being calculated, ask again after Retry-After; or the service ends",
        "content": _CONTENT,
    },
}


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every error of *app* as a problem document."""
    for kind, _problem in PROBLEMS:
        app.add_exception_handler(kind, answer_error)
    app.add_exception_handler(HTTPException, answer_error)


async def answer_error(request: Request, error: Exception) -> Response:
    """Answer *error*; what is not known to be the caller's is told in general words only."""
    headers: Mapping[str, str] = {}
    if isinstance(error, HTTPException):
        phrase = HTTPStatus(error.status_code).phrase
        problem = Problem(
            error.status_code, phrase.lower().replace(" ", "-"), HTTP_TITLES.get(error.status_code, phrase)
        )
        headers = error.headers or {}
    else:
        problem = next(problem for kind, problem in PROBLEMS if isinstance(error, kind))
        if isinstance(error, BusyError):
            headers = {"Retry-After": str(error.retry_seconds)}
    translate = translator(language_asked(request))
    facts = _facts(error, problem, translate)
    return problem_response(problem, translate(problem.title), request.url.path, headers, facts)


def problem_response(
    problem: Problem, title: str, path: str, headers: Mapping[str, str], facts: Mapping[str, object]
) -> Response:
    """Return the document; *facts* are members beyond the standard ones."""
    document = {
        "type": f"urn:watchbill:problem:{problem.slug}",
        "title": title,
        "status": problem.status,
        "instance": path,
        **facts,
    }
    content = json.dumps(document, ensure_ascii=False, default=str)
    return Response(content, problem.status, {"Cache-Control": "no-store", **SECURITY_HEADERS, **headers}, MEDIA_TYPE)


def _facts(error: Exception, problem: Problem, translate: Translate) -> dict[str, object]:
    named = _named(error, translate)
    if named:
        return named
    told = translate(error.detail) if isinstance(error, HTTPException) else said(sentence_of(error), translate)
    plain = isinstance(error, HTTPException) and told == HTTPStatus(error.status_code).phrase
    ours = problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR and not isinstance(error, BusyError | WorkStoppedError)
    return {} if ours or plain else {"detail": told}


def _named(error: Exception, translate: Translate) -> dict[str, object]:
    """Return everything that *error* names one by one; nothing where it is one sentence."""
    told: dict[str, object] = {}
    match error:
        case RequestValidationError():
            told["faults"] = [request_fault(fault, translate) for fault in error.errors()]
        case InputError():
            told["faults"] = [_fault_document(fault, translate) for fault in error.faults]
        case FrameError():
            told["faults"] = [{"reason": fault} for fault in error.faults]
        case InfeasibleError():
            told["faults"] = [{"reason": said(conflict, translate)} for conflict in error.conflicts]
        case LogError():
            told["faults"] = [{"reason": said(fault, translate)} for fault in error.faults]
        case OrderError():
            told["reasons"] = [said(reason, translate) for reason in error.reasons]
        case RosterRefusedError():
            told["violations"] = [violation_document(found, translate) for found in error.violations]
    return told


def _fault_document(fault: Fault, translate: Translate) -> dict[str, object]:
    return {
        "file": fault.file,
        "row": fault.row,
        "field": fault.field,
        "value": fault.value,
        "reason": said(fault.reason, translate),
        "expected": None if fault.expected is None else said(fault.expected, translate),
    }


def violation_document(found: Violation, translate: Translate) -> dict[str, object]:
    """Return a violation in plain values, its sentence in the language of *translate*."""
    return {
        "rule": found.rule,
        "citation": found.citation,
        "severity": found.severity.value,
        "agent": found.agent,
        "day": None if found.day is None else found.day.isoformat(),
        "message": translate(found.template).format(**found.values),
    }
