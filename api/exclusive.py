"""Files that one process holds at a time."""

import sys
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def hold(file: BinaryIO) -> bool:
    """Lock *file* for this process and tell whether that was possible; the system lets go of it when the process ends, however it does."""
    try:
        if sys.platform == "win32":
            file.seek(2**30)  # beyond what is read and written
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
