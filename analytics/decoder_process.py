"""Decoding in a child of the worker: what a file sets off stays within its memory and its time."""

import atexit
import os
import pickle
import select
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import BinaryIO, cast

from analytics.decoder_child import LENGTH, Answer, write_message
from analytics.engine.recording import Recording, RecordingRefused

MEMORY_MIB = 512
PATIENCE_S = 20.0  # the slowest real file takes a tenth of it on a busy machine
PIECE_BYTES = 2**20
PROJECT_DIR = Path(__file__).resolve().parent.parent


class ReaderGone(Exception):
    """The child ended without an answer."""


class DecoderProcess:
    """One warm child, started when the first file comes and again whenever one took it down."""

    def __init__(self, *, memory_mib: int = MEMORY_MIB, patience_s: float = PATIENCE_S) -> None:
        self._memory_mib = memory_mib
        self._patience_s = patience_s
        self._child: subprocess.Popen[bytes] | None = None
        self._owner_pid = 0
        self._one_at_a_time = threading.Lock()

    def decode(self, data: bytes) -> Recording:
        """Decode a file within the limits.

        Raises RecordingRefused where the file holds nothing that is read here, and
        where a limit was hit; the sentence says which.
        """
        with self._one_at_a_time:
            try:
                found = self._ask(data)
            except TimeoutError:
                self.stop()
                seconds = f"{self._patience_s:.0f} s"
                raise RecordingRefused(
                    f"Reading the file takes longer than {seconds}, the limit for one."
                ) from None
            except (ReaderGone, OSError):
                self.stop()
                raise RecordingRefused("Reading the file brought its reader down.") from None
        if isinstance(found, str):
            raise RecordingRefused(found)
        return found

    def stop(self) -> None:
        """End the child, if there is one of this process."""
        child, self._child = self._child, None
        if child is None or self._owner_pid != os.getpid():
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what it had not read any more
                    continue

    def _ask(self, data: bytes) -> Answer:
        child = self._running_child()
        until_s = time.monotonic() + self._patience_s
        write_message(cast("BinaryIO", child.stdin), data)
        descriptor = cast("BinaryIO", child.stdout).fileno()
        length: int = LENGTH.unpack(_read_exactly(descriptor, LENGTH.size, until_s))[0]
        pickled = _read_exactly(descriptor, length, until_s)
        return cast("Answer", pickle.loads(pickled))  # noqa: S301  made by our child, not by the file

    def _running_child(self) -> subprocess.Popen[bytes]:
        """Give this process's own child; one that a fork brought along belongs to the parent."""
        is_ours = self._owner_pid == os.getpid()
        if self._child is None or not is_ours or self._child.poll() is not None:
            if is_ours:
                self.stop()
            self._child = subprocess.Popen(  # noqa: S603 - our own command; no shell reads it
                [sys.executable, "-m", "analytics.decoder_child", str(self._memory_mib)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=PROJECT_DIR,
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
            )
            self._owner_pid = os.getpid()
        return self._child


def _read_exactly(descriptor: int, size: int, until_s: float) -> bytes:
    """Read so many bytes; raises TimeoutError when the time is up, ReaderGone at an early end."""
    read = bytearray()
    while len(read) < size:
        left_s = until_s - time.monotonic()
        if left_s <= 0 or not select.select([descriptor], [], [], left_s)[0]:
            raise TimeoutError
        piece = os.read(descriptor, min(PIECE_BYTES, size - len(read)))
        if not piece:
            raise ReaderGone
        read += piece
    return bytes(read)


DECODER = DecoderProcess()  # of this worker process
atexit.register(DECODER.stop)
