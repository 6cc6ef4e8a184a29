"""ZIP archives: the files in them, one at a time, in bounded memory."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import BinaryIO

from analytics.engine.decoding.gzipped import refuse_bomb
from analytics.engine.recording import RecordingRefused

ZIP_MAGIC = b"PK\x03\x04"
EMPTY_ZIP_MAGIC = b"PK\x05\x06"
ZIP_MAGICS = (ZIP_MAGIC, EMPTY_ZIP_MAGIC)
MAX_MEMBERS = 50_000  # a whole career, as the training sites export it
MAX_TOTAL_UNPACKED_BYTES = 2**30
MAX_NAME_CHARACTERS = 200

_SCAN_BYTES = 2**20
_DIRECTORY_ENTRY_MAGIC = b"PK\x01\x02"
_ENCRYPTED_FLAG = 0x1
# LZMA may ask for gigabytes of dictionary before its first byte.
_METHODS_READ = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MEMBER_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,  # a newer ZIP than Python reads
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive; without data there is a sentence that says why."""

    name: str  # path inside the archive, to be shown, never to be opened
    data: bytes | None
    refusal: str = ""


@dataclass(slots=True)
class Budget:
    """What one upload may still unpack, however it is nested."""

    members: int
    unpacked_bytes: int


def is_zip(data: bytes) -> bool:
    """Tell whether these bytes begin like a ZIP archive."""
    return data.startswith(ZIP_MAGICS)


def unpack_recordings(name: str, data: bytes) -> Iterator[Member]:
    """List the files in an upload: those of a ZIP archive, else the upload itself.

    Parameters
    ----------
    name : str
        What the upload is called; shown, never opened.
    data : bytes
        Its content.

    Yields
    ------
    Member
        In the order of the archive, read when asked for. An archive inside the archive is
        unpacked too, once; its members are named ``outer.zip/inner``. Directories and the
        traces of file managers are left out. Whatever cannot be read comes without data and
        with one sentence; nothing is raised.
    """
    if is_zip(data):
        budget = Budget(members=MAX_MEMBERS, unpacked_bytes=MAX_TOTAL_UNPACKED_BYTES)
        yield from unpack_archive(name, io.BytesIO(data), budget=budget)
    else:
        yield Member(_shown_name(name), data)


def unpack_archive(name: str, file: BinaryIO, *, budget: Budget, skip: int = 0) -> Iterator[Member]:
    """List the files in a ZIP archive that lies in a seekable file; one is in memory at a time.

    Parameters
    ----------
    name : str
        What the archive is called; shown, never opened.
    file : binary file
        Open as long as members are asked for.
    budget : Budget
        What the archive may still unpack; used up as members are read.
    skip : int
        How many members to leave out: those that an earlier call gave.

    Yields
    ------
    Member
        As ``unpack_recordings`` does.
    """
    readers = _walk(_shown_name(name), file, prefix="", budget=budget, may_nest=True)
    for read in islice(readers, skip, None):
        yield read()


_Reader = Callable[[], Member]


def _walk(
    name: str, file: BinaryIO, *, prefix: str, budget: Budget, may_nest: bool
) -> Iterator[_Reader]:
    """Give a way to read each member, without reading it: skipping costs nothing."""
    try:
        archive = _open(file)
    except RecordingRefused as refusal:
        yield partial(Member, name, None, str(refusal))
        return
    entries = [entry for entry in archive.infolist() if not _is_left_out(entry)]
    if not entries:
        yield partial(Member, name, None, "The ZIP archive is empty.")
    for entry in entries:
        shown = prefix + _shown_name(entry.filename)
        if not is_zip(_peek(archive, entry)):
            yield partial(_read, archive, entry, shown, budget)
        elif may_nest:
            yield from _walk_inner(_read(archive, entry, shown, budget), budget)
        else:
            yield partial(Member, shown, None, "This ZIP archive is nested too deeply.")


def _walk_inner(outer: Member, budget: Budget) -> Iterator[_Reader]:
    if outer.data is None:
        yield lambda: outer
    else:
        yield from _walk(
            outer.name,
            io.BytesIO(outer.data),
            prefix=f"{outer.name}/",
            budget=budget,
            may_nest=False,
        )


def _open(file: BinaryIO) -> zipfile.ZipFile:
    if _count_entries(file) > MAX_MEMBERS:
        raise RecordingRefused(f"The ZIP archive holds more than {MAX_MEMBERS} files.")
    try:
        archive = zipfile.ZipFile(file)
    except _MEMBER_FAULTS as error:
        raise RecordingRefused("The ZIP archive is damaged.") from error
    if "[Content_Types].xml" in archive.namelist():
        raise RecordingRefused("This is an office document, which cannot be read as a ride.")
    return archive


def _count_entries(file: BinaryIO) -> int:
    """Count what looks like an entry of the directory, before anything is allocated for it."""
    found = 0
    kept = b""
    file.seek(0)
    while piece := file.read(_SCAN_BYTES):
        found += (kept + piece).count(_DIRECTORY_ENTRY_MAGIC)
        kept = piece[-len(_DIRECTORY_ENTRY_MAGIC) + 1 :]
    file.seek(0)
    return found


def _peek(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Read a member's first bytes; nothing where it cannot be read."""
    if entry.flag_bits & _ENCRYPTED_FLAG or entry.compress_type not in _METHODS_READ:
        return b""
    try:
        with archive.open(entry) as stream:
            return stream.read(len(ZIP_MAGIC))
    except _MEMBER_FAULTS:
        return b""


def _is_left_out(entry: zipfile.ZipInfo) -> bool:
    """Tell what people never put into an archive themselves."""
    parts = entry.filename.replace("\\", "/").split("/")
    stub = parts[-1].startswith("._") or parts[-1] in (".DS_Store", "Thumbs.db", "desktop.ini")
    return entry.is_dir() or stub or "__MACOSX" in parts


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, budget: Budget) -> Member:
    if entry.flag_bits & _ENCRYPTED_FLAG:
        return Member(name, None, "This file of the ZIP archive is encrypted.")
    if entry.compress_type not in _METHODS_READ:
        return Member(name, None, "This file of the ZIP archive is packed in an uncommon way.")
    budget.members -= 1
    if budget.members < 0 or budget.unpacked_bytes <= 0:
        return Member(name, None, "The ZIP archive unpacks to more than one upload may hold.")
    try:
        data = _inflate(archive, entry)
    except RecordingRefused as refusal:
        return Member(name, None, str(refusal))
    except _MEMBER_FAULTS:
        return Member(name, None, "This file of the ZIP archive is damaged.")
    budget.unpacked_bytes -= len(data)
    return Member(name, data)


def _inflate(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Read one member piece by piece: the sizes that the archive states may be lies."""
    unpacked = bytearray()
    with archive.open(entry) as stream:
        while piece := stream.read(2**18):
            unpacked += piece
            refuse_bomb(packed_bytes=entry.compress_size, unpacked_bytes=len(unpacked))
    return bytes(unpacked)


def _shown_name(name: str) -> str:
    """Make a name from outside printable on one line."""
    printable = "".join(letter if letter.isprintable() else "?" for letter in name)
    return printable[-MAX_NAME_CHARACTERS:]
