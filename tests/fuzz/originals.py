"""What is mutated: small real files of every format, and generated ones where there are none."""

import gzip
import json
from pathlib import Path

from tests.make.imports import make_rides, make_zip
from tests.make.rides import make_fit, make_tcx

SMALL_BYTES = 60_000
MOST_FILES = 24
FORMATS = ("fit", "tcx", "gpx", "pwx", "json", "zip")


def originals_of(kind: str, rides_dir: Path | None) -> list[bytes]:
    """Files of one format, smallest first; never none."""
    found = [made_of(kind)]
    if rides_dir is not None:
        paths = (path for path in (rides_dir / "files").rglob("*") if is_of(kind, path))
        by_size = sorted(paths, key=lambda path: path.stat().st_size)
        # A format of large files only is still worth its two smallest.
        small = [path for path in by_size if path.stat().st_size < SMALL_BYTES] or by_size[:2]
        found += [read(path) for path in small[:MOST_FILES]]
    return found


def is_of(kind: str, path: Path) -> bool:
    name = path.name.lower().removesuffix(".gz")
    return path.is_file() and name.endswith(f".{kind}") and path.stat().st_size > 0


def read(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def made_of(kind: str) -> bytes:
    start = "2026-05-03T07:30:00"
    if kind == "fit":
        return make_fit([200.0] * 90)
    if kind == "tcx":
        return make_tcx(seconds=60)
    if kind == "zip":
        return make_zip({**make_rides(2), "inner.zip": make_zip(make_rides(1)), "note.txt": b"hi"})
    if kind == "json":
        samples = [{"SECS": second, "WATTS": 200, "HR": 140} for second in range(60)]
        ride = {"STARTTIME": "2026/05/03 07:30:00 UTC", "RECINTSECS": 1, "SAMPLES": samples}
        return json.dumps({"RIDE": ride}).encode()
    if kind == "gpx":
        points = "".join(
            f'<trkpt lat="46.{second:04d}" lon="14.5"><ele>300</ele>'
            f"<time>2026-05-03T07:{30 + second // 60:02d}:{second % 60:02d}Z</time></trkpt>"
            for second in range(120)
        )
        return f"<gpx><trk><trkseg>{points}</trkseg></trk></gpx>".encode()
    elements = "".join(
        f"<sample><timeoffset>{second}</timeoffset><pwr>200</pwr></sample>" for second in range(60)
    )
    workout = f"<workout><sportType>Bike</sportType><time>{start}</time>{elements}</workout>"
    return f"<pwx>{workout}</pwx>".encode()
