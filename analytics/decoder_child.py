"""The child that decodes files: reads one after the other from stdin until it is closed.

Each message, both ways, is its length in 8 bytes and then its bytes: a file in, a pickled
``Answer`` out. Run by ``analytics.decoder_process``; loads the engine and nothing else.
"""

import pickle
import resource
import struct
import sys
from pathlib import Path
from typing import BinaryIO

from analytics.engine.decoding.detect import decode_recording
from analytics.engine.recording import Recording, RecordingRefused

LENGTH = struct.Struct("<Q")
PAGE_BYTES = resource.getpagesize()

Answer = Recording | str  # a string: why it was refused, in one sentence


def answer(data: bytes, *, memory_mib: int) -> Answer:
    """Decode one file, or say in a sentence why not."""
    try:
        return decode_recording(data)
    except RecordingRefused as refusal:
        return str(refusal)
    except MemoryError:
        return too_large(memory_mib)


def too_large(memory_mib: int) -> str:
    return f"Reading the file takes more than {memory_mib} MiB of memory, the limit for one."


def main(memory_mib: int) -> None:
    allowed = _address_space_bytes() + memory_mib * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed))
    files, answers = sys.stdin.buffer, sys.stdout.buffer
    try:
        while (data := read_message(files)) is not None:
            write_message(answers, pickle.dumps(answer(data, memory_mib=memory_mib), protocol=5))
    except MemoryError:  # not even the file, or the answer, fits; the next one gets a new child
        write_message(answers, pickle.dumps(too_large(memory_mib)))


def _address_space_bytes() -> int:
    """What the interpreter and numpy hold before any file is read."""
    pages = Path("/proc/self/statm").read_text().split()[0]
    return int(pages) * PAGE_BYTES


def read_message(stream: BinaryIO) -> bytes | None:
    """Read one message; None at the end of the stream."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    length: int = LENGTH.unpack(head)[0]
    data = stream.read(length)
    return data if len(data) == length else None


def write_message(stream: BinaryIO, data: bytes) -> None:
    stream.write(LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
