"""Uploaded files that are small on the wire and huge once unpacked are refused before anybody unpacks them."""

import io
import zipfile
from collections.abc import Iterator, Mapping

from pyarrow import ArrowException
from pyarrow.parquet import read_metadata

from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence

ZIP, PARQUET = b"PK\x03\x04", b"PAR1"


def refuse_huge(files: Mapping[str, bytes], most_bytes: int, most_rows: int) -> None:
    """Raise InputError naming every workbook of more than *most_bytes* unpacked and every Parquet file of more rows.

    A damaged file passes: who reads it says what is wrong with it.
    """
    faults = [fault for name, content in files.items() for fault in _faults(name, content, most_bytes, most_rows)]
    if faults:
        raise InputError(faults)


def _faults(name: str, content: bytes, most_bytes: int, most_rows: int) -> Iterator[Fault]:
    if content.startswith(ZIP) and (size := _unpacked(content)) > most_bytes:
        most = Sentence(N_("at most {most}"), most=most_bytes)
        yield Fault(name, N_("the workbook is too large when unpacked"), None, "bytes", str(size), most)
    if content.startswith(PARQUET):
        rows, size = _parquet(content)
        if rows > most_rows:
            most = Sentence(N_("at most {most}"), most=most_rows)
            yield Fault(name, N_("too many rows"), None, "rows", str(rows), most)
        if size > most_bytes:
            most = Sentence(N_("at most {most}"), most=most_bytes)
            yield Fault(name, N_("the file is too large when unpacked"), None, "bytes", str(size), most)


def _unpacked(content: bytes) -> int:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile:
        return 0


def _parquet(content: bytes) -> tuple[int, int]:
    """Return the rows and the bytes that a Parquet file says it holds."""
    try:
        told = read_metadata(io.BytesIO(content))
    except (ArrowException, OSError):
        return 0, 0
    return told.num_rows, sum(told.row_group(place).total_byte_size for place in range(told.num_row_groups))
