"""The files of a plan: roster, calendars, report, forecast, people needed, drill; all of them or none."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import pandas as pd

from api.feeds import agent_files
from api.reports import PlanView, render_plan_report
from api.usecases.drill_files import drill_files
from api.usecases.plan import Plan
from api.usecases.service_files import records
from api.usecases.so_far import remains
from forecasting.errors import Fault, InputError
from forecasting.files import write_together
from forecasting.frame_files import csv_bytes
from forecasting.history.document import report_document
from forecasting.messages import N_, Translate, said
from scheduler.checking import is_lawful
from scheduler.explain.claims import Claim, merged
from scheduler.explain.relaxation import Relaxation
from scheduler.formats import roster_csv, roster_document, roster_xlsx
from scheduler.formats.spreadsheet_text import guarded
from scheduler.rules.base import Severity, Violation

SUMMARY = "plan.json"


def write_plan(plan: Plan, directory: Path, now: datetime, language: str, translate: Translate) -> list[Path]:
    """Write the files of *plan* into *directory* and return them; those of an earlier plan there are replaced, and what was kept on the way.

    Everything is made before the first file is written. Raises InputError for a folder that holds something else.
    """
    earlier = earlier_files(directory)
    contents = {directory / name: content for name, content in plan_files(plan, now, language, translate).items()}
    write_together(contents)
    for path in earlier - set(contents):
        path.unlink(missing_ok=True)
    return list(contents)


def earlier_files(directory: Path) -> set[Path]:
    """Return the files that an earlier plan wrote into *directory*, or left there when it was ended; refuse a folder that holds something else."""
    kept = remains(directory)
    if not directory.exists() or (directory.is_dir() and set(directory.iterdir()) <= kept):
        return kept
    try:
        names = json.loads((directory / SUMMARY).read_text(encoding="utf-8"))["files"]
        return kept | {directory / str(name) for name in names}
    except (OSError, ValueError, KeyError, TypeError):
        reason = N_("is not empty and holds no earlier plan")
        raise InputError(
            [Fault(str(directory), reason, expected=N_("a new folder, or one of an earlier plan"))]
        ) from None


def plan_files(plan: Plan, now: datetime, language: str, translate: Translate) -> dict[str, bytes]:
    """Return the content of each file of *plan* by its name within the folder."""
    inputs = fingerprints(plan)
    files = {
        "history.json": _json(report_document(plan.history)),
        "forecast.csv": csv_bytes(plan.forecast, plan.grid.zone),
        "forecast.csv.provenance.json": plan.provenance.to_json().encode(),
        "requirement-queues.csv": csv_bytes(plan.queues, plan.grid.zone),
        "requirement.csv": csv_bytes(plan.teams, plan.grid.zone),
        "roster.csv": roster_csv(plan.roster, plan.instance).encode(),
        "roster.xlsx": roster_xlsx(plan.roster, plan.instance, translate),
        "roster.json": _json(roster_document(plan.roster, plan.instance)),
        "violations.csv": _violations_csv(plan.violations, translate),
        **({} if plan.result.relaxations else _calendars(plan, now, language, translate)),
        **_drill(plan, now, language, translate),
        "report.html": render_plan_report(report_view(plan, now, inputs, translate), translate, language).encode(),
    }
    files[SUMMARY] = _json(summary(plan, now, inputs, [*files, SUMMARY]))
    return files


def summary(plan: Plan, now: datetime, inputs: Mapping[str, str], names: list[str]) -> dict[str, object]:
    """Return how the plan stands: status, objective, bound, gap, wall time, its *inputs* by fingerprint and *names* of files."""
    result, limits = plan.result, plan.result.limits
    return {
        "site": plan.site_file.site.name,
        "created_at": now.isoformat(),
        "first_day": plan.grid.first_day.isoformat(),
        "days": plan.grid.days,
        "status": result.status.value,
        "objective": result.objective,
        "bound": result.bound,
        "gap": result.gap,
        "wall_seconds": round(result.wall_seconds, 1),
        "terms": dict(result.terms),
        "strategy": result.strategy,
        "stopped_early": result.stopped_early,
        "limits": {"seconds": limits.seconds, "workers": limits.workers, "seed": limits.seed, "work": limits.work},
        "improvements": [asdict(found) for found in result.improvements],
        "version": result.version,
        "lawful": is_lawful(plan.violations),
        "relaxations": [_relaxation(found) for found in plan.result.relaxations],
        "violations": {
            severity.value: sum(violation.severity is severity for violation in plan.violations)
            for severity in Severity
        },
        "agents": len(plan.instance.agents),
        "shifts": len(plan.roster.assignments),
        "inputs": dict(inputs),
        "forecast": asdict(plan.provenance),
        "training": None if plan.training is None else asdict(plan.training),
        "service": None if plan.service is None else records(plan.service.expected.total),
        "files": names,
    }


def fingerprints(plan: Plan) -> dict[str, str]:
    """Return the SHA-256 of each file that the plan was made from."""
    order = plan.order
    given = (order.after, order.published, order.locks, order.training_record, order.worked)
    paths = [order.site_path, *order.history_paths, *(path for path in given if path is not None)]
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    if order.start is not None and plan.begun_with is not None:
        found[order.start.name] = plan.begun_with
    return found


def report_view(plan: Plan, now: datetime, inputs: Mapping[str, str], translate: Translate) -> PlanView:
    """Return *plan* as the report shows it, made from *inputs*, fingerprints by file name."""
    facts = {translate("SHA-256 of {file}").format(file=name): value for name, value in inputs.items()}
    facts[translate("SHA-256 of the forecast")] = plan.provenance.answer
    if plan.left_out:
        keys = ", ".join(finding.key for finding in plan.left_out)
        facts[translate("left out of the history")] = keys
    facts[translate("seed")] = str(plan.order.seed)
    facts[translate("time limit")] = translate("{seconds:g} s, {workers} workers").format(
        seconds=plan.result.limits.seconds, workers=plan.result.limits.workers
    )
    if plan.no_drill is not None:
        facts[translate("no drill")] = said(plan.no_drill, translate)
    return PlanView(
        plan.site_file.site.name,
        plan.forecast,
        plan.teams,
        plan.instance,
        plan.result,
        plan.roster,
        plan.violations,
        plan.site_file.rules,
        plan.calendar,
        now,
        plan.drill,
        facts,
        plan.service,
    )


def _calendars(plan: Plan, now: datetime, language: str, translate: Translate) -> dict[str, bytes]:
    site = plan.site_file.site.name
    files = agent_files(plan.roster, plan.instance, now, site=site, language=language, translate=translate)
    return {f"calendars/{name}": content for name, content in files.items()}


def _drill(plan: Plan, now: datetime, language: str, translate: Translate) -> dict[str, bytes]:
    return {} if plan.drill is None else drill_files(plan.drill, now, plan.site_file.site.name, language, translate)


def _violations_csv(violations: tuple[Violation, ...], translate: Translate) -> bytes:
    rows = [
        {
            "severity": violation.severity.value,
            "rule": violation.rule,
            "citation": violation.citation,
            "agent": violation.agent or "",
            "date": "" if violation.day is None else violation.day.isoformat(),
            "sentence": translate(violation.template).format(**violation.values),
        }
        for violation in violations
    ]
    cells = [{name: guarded(str(value)) for name, value in row.items()} for row in rows]
    columns = ["severity", "rule", "citation", "agent", "date", "sentence"]
    return pd.DataFrame(cells, columns=columns).to_csv(index=False, lineterminator="\n").encode()


def _relaxation(found: Relaxation) -> dict[str, object]:
    return {
        "sentence": found.sentence,
        "given_up": [_claim(claim) for claim in merged(found.given_up)],
        "alternatives": [[_claim(claim) for claim in merged(other)] for other in found.alternatives],
        "proven": found.proven,
    }


def _claim(claim: Claim) -> dict[str, object]:
    days = [day.isoformat() for day in claim.days]
    return {"rule": claim.rule, "citation": claim.citation, "agent": claim.agent, "team": claim.team, "days": days}


def _json(document: object) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1, default=str) + "\n").encode()
