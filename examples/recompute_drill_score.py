"""Recompute a drill's rating and points from its evidence bundle, or from its log alone: python examples/recompute_drill_score.py FILE.

Twenty lines for rules "1", which docs/drill-scores.md tells in words.
"""

from hashlib import sha256
from itertools import pairwise
from json import dumps, loads
from math import fsum
from pathlib import Path
from statistics import median_high, median_low, multimode
from sys import argv
from typing import Any
from zipfile import ZipFile, is_zipfile

# fmt: off
log = [loads(row) for row in (ZipFile(argv[1]).read("log.jsonl") if is_zipfile(argv[1]) else Path(argv[1]).read_bytes()).splitlines()]
told = [(line["before"], line.pop("digest")) for line in log]  # each line has its own SHA-256 and that of the line before it
digests = ["0" * 64, *(sha256(dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest() for line in log)]
assert told == list(pairwise(digests)), "the log was changed"
for fix in {line["data"]["line"]: line["data"] for line in log if line["kind"] == "corrected"}.values():  # the last holds alone
    log[fix["line"] - 1] |= {key: fix[key] for key in ("void", "second") if fix[key] is not None} | {"data": log[fix["line"] - 1]["data"] | (fix["data"] or {})}
def _last(kind: str, *keys: str) -> list[Any]:  # the last line of *kind* for each of what *keys* tell apart
    return list({tuple(line.get(key, line["data"].get(key)) for key in keys): line | line["data"] for line in log if line["kind"] == kind and not line.get("void")}.values())
scenario, budget, sheets, letters = log[0]["data"]["drill"]["scenario"], log[0]["data"]["budget_points"], _last("sheet", "by"), []
due = {clock["expectation"]: clock["due_second"] for clock in _last("clock", "expectation") if clock["standing"] == "observed" and clock["due_second"] <= log[-1]["second"]}
met = {stamp["expectation"] for stamp in _last("stamp", "number") if stamp["second"] <= due.get(stamp["expectation"], -1)}
marks = [(name, mark["met"]) for sheet in sheets for name, mark in sheet["marks"].items()]
wrong = {name for name, seen in marks if seen is False and marks.count((name, True)) <= marks.count((name, False))} | {each["expectation"] for each in _last("judged", "expectation") if not each["met"]}
over = fsum(row["came"] * (row["expected_percent"] - budget) - 100 * row["within"] for row in _last("live", "queue", "start", "end", "exercise") if row["expected_percent"] is not None) > 0
for objective in scenario["objectives"]:  # letters as numbers: 0 is P, 1 S, 2 M, 3 U
    ended = [(item["id"] in met - wrong, item["critical"]) for item in scenario["expectations"] if item["objective"] == objective["id"] and item["id"] in due]
    clocks = [3 if (False, True) in ended or 2 * sum(ok for ok, _critical in ended) < len(ended) else int(not all(ok for ok, _critical in ended))] * bool(ended)
    people = multimode("PSMU".index(sheet["ratings"][objective["id"]]) for sheet in sheets if objective["id"] in sheet["ratings"])
    letters += [max(worst, 2 * over) for worst in sorted([*clocks, *people])[-1:]]  # none where nothing counts
print("PSMU"[median_low(letters) if 3 not in letters and not median_low(letters) else max(median_high(letters), 1)], sum((100, 75, 50, 0)[letter] for letter in letters) / len(letters))
