"""Files that came from outside: named safely, laid down for as long as they are read."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import TemporaryDirectory

from forecasting.errors import Fault, InputError
from forecasting.messages import N_

LONGEST_NAME = 200


def refuse_unsafe_names(names: list[str]) -> None:
    """Raise InputError naming every file name that is no plain name, or that comes twice."""
    faults = [
        Fault(name, N_("the file name cannot be used"), None, "name", name, N_("a plain name without folders"))
        for name in names
        if not _is_plain(name)
    ]
    faults += [
        Fault(name, N_("two files have this name"), None, "name", name, N_("each name once"))
        for name in sorted({name for name in names if names.count(name) > 1})
    ]
    if faults:
        raise InputError(faults)


@contextmanager
def laid_down(files: Mapping[str, bytes]) -> Iterator[dict[str, Path]]:
    """Lay *files* in a folder of their own and yield their paths by name; faults found there name the files alone."""
    refuse_unsafe_names(list(files))
    with TemporaryDirectory(prefix="watchbill-") as folder:
        paths = {name: Path(folder) / name for name in files}
        for name, content in files.items():
            paths[name].write_bytes(content)
        try:
            yield paths
        except InputError as error:
            error.faults = tuple(_without_folder(fault, folder) for fault in error.faults)
            raise


def _is_plain(name: str) -> bool:
    bare = PurePosixPath(name).name == name == PureWindowsPath(name).name
    return bare and name not in {"", ".", ".."} and len(name) <= LONGEST_NAME and name.isprintable()


def _without_folder(fault: Fault, folder: str) -> Fault:
    def told(text: str | None) -> str | None:
        # A sentence that does not name the folder stays one, so that it can be said in the reader's language.
        return text.replace(f"{folder}/", "").replace(folder, "") if text and folder in text else text

    return replace(
        fault,
        file=Path(fault.file).name,
        reason=told(fault.reason) or "",
        value=told(fault.value),
        expected=told(fault.expected),
    )
