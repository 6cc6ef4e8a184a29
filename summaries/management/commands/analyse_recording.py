"""Analyse files on the command line: no web, no database, no network."""

import json
import os
import signal
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from analytics.engine.decoding.archive import (
    MAX_MEMBERS,
    MAX_TOTAL_UNPACKED_BYTES,
    ZIP_MAGICS,
    Budget,
    Member,
    unpack_archive,
)
from analytics.engine.decoding.detect import decode_recording
from analytics.engine.intervals import IntervalPreference
from analytics.engine.recording import RecordingRefused, refuse_size
from analytics.engine.rider import Rider
from analytics.engine.session import AnalysedSession, analyse_recording
from summaries.offline_text import tell_offline
from summaries.report import as_json, as_text

REFUSED_EXIT_CODE = 1
LARGEST_OPTION = 1_000_000  # joules of W'; watts and kilograms end far below


@dataclass(frozen=True, slots=True)
class Answer:
    """What one ride, or one refused file, comes to."""

    file: str
    session: AnalysedSession | None = None
    error: str = ""


class Command(BaseCommand):
    help = "Print totals, intervals, sets, peaks and an offline summary of each file."
    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        """End without a word, as other tools do, once the reader of a pipe has seen enough."""
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        super().run_from_argv(argv)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--critical-power", type=plausible, metavar="W")
        parser.add_argument("--w-prime", type=plausible, metavar="J")
        parser.add_argument("--ftp", type=plausible, metavar="W")
        parser.add_argument("--threshold-heart-rate", type=plausible, metavar="BPM")
        parser.add_argument("--mass", type=plausible, metavar="KG")
        parser.add_argument(
            "--intervals",
            type=IntervalPreference,
            choices=list(IntervalPreference),
            default=IntervalPreference.BEST,
            help="where intervals come from (default: the best source that the file holds)",
        )
        parser.add_argument(
            "--json", dest="json_lines", action="store_true", help="one JSON object a line"
        )

    def handle(
        self,
        *,
        files: list[Path],
        critical_power: float | None,
        w_prime: float | None,
        ftp: float | None,
        threshold_heart_rate: float | None,
        mass: float | None,
        intervals: IntervalPreference,
        json_lines: bool,
        **_options: object,
    ) -> None:
        rider = Rider(critical_power, w_prime, ftp, threshold_heart_rate, mass)
        now = timezone.now()
        any_refused = False
        for path in files:
            for answer in analyse_file(path, rider, prefer=intervals, now=now):
                any_refused |= answer.session is None
                self._print(answer, as_json_lines=json_lines)
        if any_refused:
            sys.exit(REFUSED_EXIT_CODE)

    def _print(self, answer: Answer, *, as_json_lines: bool) -> None:
        if answer.session is None:
            refusal = {"file": answer.file, "error": answer.error}
            if as_json_lines:
                self.stdout.write(json.dumps(refusal))
            else:
                self.stderr.write(f"{printable(answer.file)}: {answer.error}")
            return
        summary = tell_offline(answer.session)
        if as_json_lines:
            self.stdout.write(as_json(answer.file, answer.session, summary))
        else:
            self.stdout.write(as_text(printable(answer.file), answer.session, summary))


def analyse_file(
    path: Path, rider: Rider, *, prefer: IntervalPreference, now: datetime
) -> Iterator[Answer]:
    """Analyse one file, or each file of a ZIP; what is too large is not read."""
    try:
        for shown, member in _members_of(path):
            yield from _analyse_member(shown, member, rider, prefer=prefer, now=now)
    except OSError as error:
        yield Answer(str(path), error=f"The file cannot be read: {error.strerror or error}.")
    except RecordingRefused as refusal:
        yield Answer(str(path), error=str(refusal))


def _members_of(path: Path) -> Iterator[tuple[str, Member]]:
    limit_bytes = settings.MAX_RECORDING_BYTES
    with path.open("rb") as file:
        head = file.peek(len(ZIP_MAGICS[0]))[: len(ZIP_MAGICS[0])]
        if head in ZIP_MAGICS:
            budget = Budget(members=MAX_MEMBERS, unpacked_bytes=MAX_TOTAL_UNPACKED_BYTES)
            for member in unpack_archive(str(path), file, budget=budget):
                yield f"{path}/{member.name}", member
            return
        refuse_size(os.fstat(file.fileno()).st_size, limit_bytes=limit_bytes)
        data = file.read(limit_bytes + 1)  # a pipe tells no size
    yield str(path), Member(str(path), data)


def _analyse_member(
    file: str, member: Member, rider: Rider, *, prefer: IntervalPreference, now: datetime
) -> Iterator[Answer]:
    if member.data is None:
        yield Answer(file, error=member.refusal)
        return
    try:
        refuse_size(len(member.data), limit_bytes=settings.MAX_RECORDING_BYTES)
        sessions = analyse_recording(
            decode_recording(member.data), rider_at=lambda _: rider, now=now, prefer=prefer
        )
    except RecordingRefused as refusal:
        yield Answer(file, error=str(refusal))
        return
    for session in sessions:
        yield Answer(file, session)


def printable(name: str) -> str:
    """Show a file's name on any terminal; bytes that are no text become question marks."""
    return name.encode("utf-8", "replace").decode()


def plausible(text: str) -> float:
    """Read a threshold or a mass, each in the unit that its option names."""
    try:
        value = float(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a number") from None
    if not 1 <= value <= LARGEST_OPTION:
        raise ArgumentTypeError(f"{text!r} is not between 1 and {LARGEST_OPTION:,}")
    return value
