"""Evidence of a drill as one zip file that a stranger can check: what is in it, and whether it is what it was."""

import hashlib
import io
from collections.abc import Iterator, Mapping
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from forecasting.messages import N_, Sentence

LOG, DRILL, RULES, SCORE, REPORT, MSEL = (
    "log.jsonl",
    "drill.json",
    "rules.json",
    "score.json",
    "report.json",
    "msel.csv",
)
BOOK, ACTIONS, README, SUMS = "actions.jsonl", "actions.json", "README.txt", "SHA256SUMS"
NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can tell: the same content gives the same bytes
MOST_BYTES = 200_000_000  # unpacked; a bundle has some two million
READABLE = 0o644 << 16


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return *files* as a zip file, in their order. Same files: the same bytes."""
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in files.items():
            entry = ZipInfo(name, NO_TIME)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, READABLE
            archive.writestr(entry, content)
    return out.getvalue()


def with_sums(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return *files* and the list of their SHA-256 sums, as ``sha256sum -c`` reads it."""
    return {**files, SUMS: sums_text(files).encode()}


def sums_text(files: Mapping[str, bytes]) -> str:
    """Return one line a file, by name: its SHA-256 in hexadecimal, two spaces, its name."""
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))


def unzipped(content: bytes) -> tuple[dict[str, bytes], list[Sentence]]:
    """Return the files of a zip file, and what is wrong with it as such: no zip file, damaged, too large, a name twice."""
    files: dict[str, bytes] = {}
    faults: list[Sentence] = []
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MOST_BYTES:
                return {}, [Sentence(N_("the bundle is larger than any that was written"))]
            for entry in entries:
                if entry.filename in files:
                    faults.append(Sentence(N_("{file} is in it twice"), file=entry.filename))
                try:
                    files[entry.filename] = archive.read(entry)
                except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
                    template = N_("{file} is damaged: {reason}")
                    faults.append(Sentence(template, file=entry.filename, reason=str(error)))
    except BadZipFile as error:
        return {}, [Sentence(N_("it is no zip file: {reason}"), reason=str(error))]
    return files, faults


def against_sums(files: Mapping[str, bytes]) -> Iterator[Sentence]:
    """Yield every file of a bundle that is not what its list of sums says, is missing or was added."""
    if SUMS not in files:
        yield Sentence(N_("{file} is missing"), file=SUMS)
        return
    told = dict(_told(files[SUMS].decode(errors="replace")))
    for name in sorted(set(told) | set(files) - {SUMS}):
        if name not in files:
            yield Sentence(N_("{file} is missing"), file=name)
        elif name not in told:
            yield Sentence(N_("{file} was added: {sums} does not name it"), file=name, sums=SUMS)
        elif hashlib.sha256(files[name]).hexdigest() != told[name]:
            yield Sentence(N_("{file} was changed: its SHA-256 is not that in {sums}"), file=name, sums=SUMS)


def _told(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        digest, _sign, name = line.partition("  ")
        yield name, digest
