"""From files to a question about a roster's service, and the answer as files: tables, a summary and a page with plots."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from api.reports.service_page import render_service
from api.usecases.basis import first_night_ends, refuse_without_sets, site_calendar
from api.usecases.service_question import ServiceQuestion
from api.usecases.simulation import ServiceFound
from forecasting.errors import Fault, InputError
from forecasting.files import write_together
from forecasting.frame_files import csv_bytes
from forecasting.messages import N_, Sentence, Translate
from forecasting.service import Scenario
from forecasting.site import Site
from forecasting.staffing.forecast_file import read_forecast
from forecasting.timegrid import TimeGrid
from scheduler.formats import SiteFile, read_roster, read_site, roster_days
from scheduler.formats.spreadsheet_text import guarded
from scheduler.service import Trial

SUMMARY = "simulation.json"


def read_question(
    site_path: Path,
    forecast_path: Path,
    roster_path: Path,
    trial: Trial,
    scenarios: tuple[Scenario, ...] = (),
    other_path: Path | None = None,
    *,
    by_skill_set: bool = False,
) -> ServiceQuestion:
    """Return the question about the roster in *roster_path*, over the days from its first shift to its last.

    With *by_skill_set* people serve the queues of their skill set instead of their team's.

    Raises InputError naming what does not fit together.
    """
    plain = read_site(site_path)
    if by_skill_set:
        refuse_without_sets(plain)
        plain = plain.by_skill_set()
    forecast = read_forecast(forecast_path)
    first, last = roster_days(roster_path)
    grid = TimeGrid(plain.site.zone, first, (last - first).days + 1, plain.site.slot_minutes)
    _check_queues(forecast, plain, forecast_path)
    calendar = site_calendar(plain, grid.first_day, grid.last_day)
    site_file = plain.with_calendar(calendar)
    _check_days(forecast, site_file.site, grid, forecast_path)
    instance = plain.instance(grid, None, calendar, must_be_possible=False)
    return ServiceQuestion(
        site=site_file.site,
        forecast=forecast,
        instance=instance,
        roster=read_roster(roster_path, instance),
        served_from=first_night_ends(site_file, grid),
        calendar=calendar,
        trial=trial,
        scenarios=scenarios,
        other=None if other_path is None else read_roster(other_path, instance),
    )


def _check_days(forecast: pd.DataFrame, site: Site, grid: TimeGrid, path: Path) -> None:
    """Refuse a forecast that lacks days of the roster on which a queue is open: they would look as if nobody came."""
    faults = []
    for queue in (queue for queue in site.queues if not queue.channel.is_backlog):
        rows = forecast[forecast["queue"] == queue.name]
        known = set(rows["start"].dt.tz_convert(str(grid.zone)).dt.date)
        missing = [day for day in grid.dates() if day not in known and queue.opening.open_slots(grid, day)]
        if missing and known:
            told = Sentence(
                N_("{queue}: {count} days, from {day} on"), queue=queue.name, count=len(missing), day=missing[0]
            )
            expected = Sentence(N_("every day from {first} to {last}"), first=grid.first_day, last=grid.last_day)
            faults.append(Fault(str(path), N_("lacks days of the roster"), value=told, expected=expected))
    if faults:
        raise InputError(faults)


def _check_queues(forecast: pd.DataFrame, site_file: SiteFile, path: Path) -> None:
    known = {queue.name for queue in site_file.site.queues}
    expected = Sentence(N_("one of {names}"), names=", ".join(sorted(known)))
    unknown = sorted(set(forecast["queue"]) - known)
    if unknown:
        reason = N_("is no queue of the site")
        raise InputError([Fault(str(path), reason, field="queue", value=name, expected=expected) for name in unknown])


def fingerprints(paths: Iterable[Path]) -> dict[str, str]:
    """Return the SHA-256 of each of the files *paths*, by its path as given."""
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def write_service(
    found: ServiceFound, directory: Path, sources: Mapping[str, str], translate: Translate, language: str
) -> list[Path]:
    """Write *found* into *directory* and return the files; those of an earlier simulation there are replaced.

    Raises InputError for a folder that holds something else.
    """
    if directory.exists() and not (directory.is_dir() and _is_ours(directory)):
        expected = N_("a new folder, or one of an earlier simulation")
        raise InputError([Fault(str(directory), N_("is not empty and holds no earlier simulation"), expected=expected)])
    contents = {
        directory / name: content for name, content in service_files(found, sources, translate, language).items()
    }
    write_together(contents)
    for name in {"differences.csv"} - {path.name for path in contents}:
        (directory / name).unlink(missing_ok=True)
    return list(contents)


def _is_ours(directory: Path) -> bool:
    return not any(directory.iterdir()) or (directory / SUMMARY).is_file()


def service_files(
    found: ServiceFound, sources: Mapping[str, str], translate: Translate, language: str
) -> dict[str, bytes]:
    """Return the content of each file by its name; *sources* are fingerprints of what it was made from."""
    slots = pd.concat([case.slots.assign(scenario=case.scenario) for case in found.cases], ignore_index=True)
    days = pd.concat([case.days.assign(scenario=case.scenario) for case in found.cases], ignore_index=True)
    files = {
        "outcome.csv": csv_bytes(_plain(slots), found.grid.zone),
        "days.csv": _csv(days),
        "simulation.html": render_service(found, translate, language).encode(),
    }
    if found.differences is not None:
        files["differences.csv"] = _csv(found.differences)
    files[SUMMARY] = (json.dumps(summary(found, sources), ensure_ascii=False, indent=1) + "\n").encode()
    return files


def summary(found: ServiceFound, sources: Mapping[str, str]) -> dict[str, object]:
    """Return what was simulated, from what, and each queue's totals by case, in plain values."""
    trial = found.trial
    return {
        "site": found.site,
        "first_day": found.grid.first_day.isoformat(),
        "last_day": found.grid.last_day.isoformat(),
        "replications": found.expected.replications,
        "replications_asked": trial.replications,
        "seed": trial.seed,
        "routing": trial.routing.value,
        "stopped": found.stopped,
        "made_from": dict(sources),
        "cases": [
            {"scenario": case.scenario, "replications": case.replications, "queues": records(case.total)}
            for case in found.cases
        ],
        "not_simulated_hours": found.unserved,
        "not_in_forecast": list(found.unforetold),
    }


def records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Return the rows of *frame* in plain values, missing ones as None."""
    rows: list[dict[str, object]] = json.loads(frame.to_json(orient="records", double_precision=6, date_format="iso"))
    return rows


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(scenario=[guarded(str(value)) for value in frame["scenario"]])


def _csv(table: pd.DataFrame) -> bytes:
    texts = table.select_dtypes(include=["str", "object"]).columns
    safe = table.assign(**{name: [_cell(value) for value in table[name]] for name in texts})
    return safe.to_csv(index=False, lineterminator="\n", float_format="%.6g").encode()


def _cell(value: object) -> str:
    return "" if value is None else guarded(str(value))
