"""Whether the evidence of a drill still is what its log says."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from zipfile import BadZipFile, ZipFile

from api.usecases.drill_evidence import SHORT, evidence_files
from drills.errors import DrillError, LogError
from drills.evidence import BOOK, LOG, README, REPORT, SUMS, against_sums, unzipped, with_sums
from drills.exercise import LineKind, Log, read_log
from drills.improvement import read_book
from forecasting.messages import N_, Sentence, sentence_of

WORDED = frozenset({README, *(f"report.{short}.{kind}" for short in SHORT.values() for kind in ("html", "docx"))})


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of a look at evidence: its *faults*, none where it is as it was, and the *digest* of the log's last line.

    *other_version* wrote it, where that is not this one: pages and Word files are then held against their sums alone.
    """

    faults: tuple[Sentence, ...]
    digest: str | None
    other_version: str | None = None


def verify_evidence(content: bytes) -> Verified:
    """Tell what of the evidence in *content*, a zip file, was changed: by the sums, by the chain of the log, and by making it anew."""
    files, faults = unzipped(content)
    if not files:
        return Verified(tuple(faults), None)
    faults += against_sums(files)
    log, broken = _log_in(files)
    faults += broken
    if log is None:
        return Verified(tuple(dict.fromkeys(faults)), None)
    faults += _against_log(files, log)
    by = written_by(files)
    other = None if by in {None, version("watchbill")} else by
    return Verified(tuple(dict.fromkeys(faults)), log.last.digest, other)


def _log_in(files: Mapping[str, bytes]) -> tuple[Log | None, list[Sentence]]:
    if LOG not in files:
        return None, [Sentence(N_("{file} is missing"), file=LOG)]
    try:
        return read_log(files[LOG].decode()), []
    except UnicodeDecodeError:
        return None, [Sentence(N_("{file} is no UTF-8 text"), file=LOG)]
    except LogError as error:
        return None, [_in_file(LOG, fault) for fault in error.faults]


def _in_file(file: str, fault: str) -> Sentence:
    told = fault if isinstance(fault, Sentence) else Sentence(N_("{reason}"), reason=fault)
    return Sentence(N_("{file}: {reason}"), file=file, reason=told)


def _against_log(files: Mapping[str, bytes], log: Log) -> Iterator[Sentence]:
    """Yield every file that is not what *log* gives; what this version writes otherwise is told as such."""
    try:
        book = read_book(files[BOOK].decode()) if BOOK in files else None
        anew = evidence_files(log, book)
    except LogError as error:
        yield from (_in_file(BOOK, fault) for fault in error.faults)
        return
    except UnicodeDecodeError:
        yield Sentence(N_("{file} is no UTF-8 text"), file=BOOK)
        return
    except DrillError as error:
        yield _in_file(LOG, sentence_of(error))
        return
    for name in anew:
        if name == SUMS:
            continue
        if name not in files:
            yield Sentence(N_("{file} is missing"), file=name)
        elif _compared(name, files) and not _same(name, files[name], anew[name]):
            yield Sentence(N_("{file} is not what the log gives"), file=name)
    yield from _against_fingerprint(files, log)


def _compared(name: str, files: Mapping[str, bytes]) -> bool:
    """Tell whether *name* is looked at: pages of other versions are worded otherwise, facts are the same in all of them."""
    return name not in WORDED or written_by(files) in {None, version("watchbill")}


def written_by(files: Mapping[str, bytes]) -> str | None:
    """Return the version that wrote a bundle, as its readme says; None where it does not."""
    found = re.search(r"Watchbill (\S+)\n", files.get(README, b"").decode(errors="replace"))
    return None if found is None else found[1]


def _against_fingerprint(files: Mapping[str, bytes], log: Log) -> Iterator[Sentence]:
    told = next((str(line.data.get("fingerprint")) for line in log if line.kind is LineKind.REPORTED), None)
    if told is None or REPORT not in files:
        return
    sums = with_sums({REPORT: files[REPORT]})[SUMS].decode()
    if not sums.startswith(told):
        yield Sentence(N_("{file} is not the report whose fingerprint the log has"), file=REPORT)


def _same(name: str, one: bytes, other: bytes) -> bool:
    """Tell whether two files say the same: of Word files what is packed in them, since programs pack differently."""
    if not name.endswith(".docx"):
        return one == other
    try:
        return _unpacked(one) == _unpacked(other)
    except (BadZipFile, OSError, ValueError):
        return False


def _unpacked(content: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}
