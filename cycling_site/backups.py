"""One file that holds a whole installation: its database and its recordings, as of one moment.

A tar of three parts: `manifest.json`, the database, and the recordings as they are stored. The
database is copied first. A recording's bytes are stored before its row, so each row that was copied
finds its bytes; a recording that was deleted meanwhile is counted, not an error.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection, connections
from django.db.models import FileField

from analytics.models import Athlete, Recording

FORMAT = 1
MANIFEST, DATABASE, RECORDINGS = "manifest.json", "database", "recordings/"
COPIED_AT_ONCE = 1 << 20
DUMP = ("mariadb-dump", "mysqldump")
CLIENT = ("mariadb", "mysql")


class BackupFailed(Exception):
    """The backup could not be made or read back; one sentence says why."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds, to be held against what was restored."""

    format: int
    vendor: str
    made_at: str
    database_sha256: str
    recordings: int
    missing: int


def make_backup(path: Path, *, now: datetime) -> Manifest:
    """Write everything to a new file at ``path``; it appears there only when it is whole."""
    if path.exists():
        raise BackupFailed(f"{path} is there already; a backup never overwrites another.")
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
        copy, beside = Path(folder) / DATABASE, Path(folder) / "backup.tar"
        _copy_database(copy)
        with tarfile.open(beside, "w") as archive:
            archive.add(copy, DATABASE)
            kept, missing = _add_recordings(archive)
            manifest = Manifest(
                FORMAT, connection.vendor, now.isoformat(), _sha256(copy), kept, missing
            )
            _add_bytes(archive, MANIFEST, json.dumps(asdict(manifest)).encode())
        with beside.open("rb") as written:
            os.fsync(written.fileno())
        beside.chmod(0o600)  # it holds all that is known of people, and how they sign in
        beside.rename(path)
    return manifest


def restore_backup(path: Path) -> Manifest:
    """Fill an empty installation from a backup; the database must hold no recording yet."""
    if _holds_anything():
        raise BackupFailed("This database holds data already; a restore fills only an empty one.")
    try:
        with tarfile.open(path) as archive, tempfile.TemporaryDirectory() as folder:
            manifest = _manifest_of(archive)
            copy = Path(folder) / DATABASE
            _extract(archive, DATABASE, copy)
            if _sha256(copy) != manifest.database_sha256:
                raise BackupFailed(f"{path} is damaged: its database is not the one it names.")
            _restore_recordings(archive)
            _restore_database(copy)
    except (tarfile.TarError, KeyError, ValueError) as fault:
        raise BackupFailed(f"{path} cannot be read as a backup ({fault}).") from fault
    return manifest


def _manifest_of(archive: tarfile.TarFile) -> Manifest:
    told = json.loads(_opened(archive, MANIFEST).read())
    if told["format"] != FORMAT or told["vendor"] != connection.vendor:
        raise BackupFailed(
            f"The backup is of {told['vendor']}, format {told['format']}; "
            f"this is {connection.vendor}, format {FORMAT}."
        )
    return Manifest(**told)


def _holds_anything() -> bool:
    tables = set(connection.introspection.table_names())
    return any(
        model._meta.db_table in tables and model._default_manager.exists()
        for model in (Athlete, Recording)
    )


# The database


def _copy_database(copy: Path) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])  # whole, whoever writes meanwhile
        return
    with copy.open("wb") as file:
        _run_client(
            DUMP,
            ["--single-transaction", "--quick", "--hex-blob", "--default-character-set=utf8mb4"],
            stdout=file,
        )


def _restore_database(copy: Path) -> None:
    if connection.vendor == "sqlite":
        place = Path(str(connection.settings_dict["NAME"]))
        connections.close_all()
        for suffix in ("-wal", "-shm"):
            place.with_name(place.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(copy, place)
        return
    with copy.open("rb") as file:
        _run_client(CLIENT, ["--default-character-set=utf8mb4"], stdin=file)
    connections.close_all()


def _run_client(
    names: tuple[str, ...],
    options: list[str],
    *,
    stdin: IO[bytes] | None = None,
    stdout: IO[bytes] | None = None,
) -> None:
    """Run a client of the database; the password goes through a file, which no list shows."""
    program = next((found for name in names if (found := shutil.which(name))), None)
    if program is None:
        raise BackupFailed(
            f"{names[0]} is not installed; on Debian: apt-get install mariadb-client."
        )
    given: Mapping[str, Any] = connection.settings_dict
    with ExitStack() as stack:
        secret = stack.enter_context(tempfile.NamedTemporaryFile("w", suffix=".cnf"))
        secret.write("[client]\n" + "".join(f"{line}\n" for line in _client_lines(given)))
        secret.flush()
        done = subprocess.run(  # noqa: S603 - our own list, read by no shell
            [program, f"--defaults-file={secret.name}", *options, str(given["NAME"])],
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.PIPE,
            check=False,
        )
    if done.returncode != 0:
        raise BackupFailed(f"{names[0]} failed: {done.stderr.decode(errors='replace').strip()}")


def _client_lines(given: Mapping[str, Any]) -> Iterator[str]:
    told = {
        "user": given["USER"],
        "password": given["PASSWORD"],
        "host": given["HOST"],
        "port": given["PORT"],
        "socket": given.get("OPTIONS", {}).get("unix_socket"),
    }
    for name, value in told.items():
        if value:
            quoted = str(value).replace("\\", "\\\\").replace('"', '\\"')
            yield f'{name}="{quoted}"'


# The recordings


def _add_recordings(archive: tarfile.TarFile) -> tuple[int, int]:
    """Add the bytes that rows name; return how many were there and how many not."""
    kept = missing = 0
    for name in _stored_names():
        try:
            with default_storage.open(name) as file:
                _add_bytes(archive, RECORDINGS + name, file.read())
            kept += 1
        except FileNotFoundError:
            missing += 1
    return kept, missing


def _stored_names() -> Iterator[str]:
    """Name every stored file that a row of any table knows."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                named = model._default_manager.exclude(**{field.name: ""}).order_by("pk")
                yield from named.values_list(field.name, flat=True).iterator()


def _restore_recordings(archive: tarfile.TarFile) -> None:
    for member in archive.getmembers():
        name = member.name.removeprefix(RECORDINGS)
        if name == member.name or default_storage.exists(name):
            continue
        with _opened(archive, member.name) as file:
            default_storage.save(name, File(file))


def _add_bytes(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(data), 0o600
    archive.addfile(entry, io.BytesIO(data))


def _opened(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    file = archive.extractfile(name)
    if file is None:
        raise BackupFailed(f"The backup's {name} is no file.")
    return file


def _extract(archive: tarfile.TarFile, name: str, place: Path) -> None:
    with _opened(archive, name) as source, place.open("wb") as target:
        shutil.copyfileobj(source, target, COPIED_AT_ONCE)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
