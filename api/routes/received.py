"""Uploaded files as bytes, each within its bound."""

from collections.abc import Sequence

from fastapi import UploadFile

from api.usecases.uploads import refuse_unsafe_names
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence


def received(files: Sequence[UploadFile], most_bytes: int) -> dict[str, bytes]:
    """Return the content of *files* by name; refuse unsafe names, empty files and files above *most_bytes* at once."""
    names = [upload.filename or "" for upload in files]
    refuse_unsafe_names(names)
    faults = [
        fault
        for upload, name in zip(files, names, strict=True)
        if (fault := _size_fault(name, upload.size or 0, most_bytes)) is not None
    ]
    if faults:
        raise InputError(faults)
    return {name: upload.file.read() for upload, name in zip(files, names, strict=True)}


def _size_fault(name: str, size: int, most_bytes: int) -> Fault | None:
    if size == 0:
        return Fault(name, N_("the file is empty"))
    if size > most_bytes:
        return Fault(
            name, N_("the file is too large"), None, "bytes", str(size), Sentence(N_("at most {most}"), most=most_bytes)
        )
    return None
