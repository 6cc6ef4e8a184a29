import json
import math
import signal
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import PROJECT_DIR
from tests.make import exit_code_of, make_fit, make_tcx

FIVE_BY_FIVE_W = [150.0] * 900 + ([330.0] * 300 + [140.0] * 180) * 5 + [150.0] * 600
TOTALS = {
    "started_at", "elapsed_s", "timer_s", "moving_s", "distance_m", "mean_power_w", "max_power_w",
    "weighted_power_w", "work_kj", "mean_heart_rate_bpm", "max_heart_rate_bpm",
    "mean_cadence_rpm", "mean_speed_mps", "elevation_gain_m",
}  # fmt: skip
INTERVAL = {
    "start_s", "end_s", "source", "confidence", "intensity", "characteristic", "is_work",
    "mean_power_w",
}  # fmt: skip


@pytest.fixture
def analyse(tmp_path, capsys):
    """Run the command on files of these contents; give exit code, output lines and complaints."""

    def run(files: dict[str, bytes], *options: str):
        for name, data in files.items():
            (tmp_path / name).write_bytes(data)
        paths = [str(tmp_path / name) for name in files]
        code = exit_code_of("analyse_recording", *paths, *options)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_a_ride_gives_one_object_a_line_with_every_documented_key(analyse):
    code, out, _ = analyse(
        {"five.fit": make_fit(FIVE_BY_FIVE_W)}, "--json", "--critical-power", "300", "--mass", "70"
    )

    (ride,) = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert ride["file"].endswith("five.fit")
    assert set(ride["totals"]) >= TOTALS
    assert ride["totals"]["started_at"] == "2026-05-03T07:30:00+00:00"
    assert ride["totals"]["work_kj"] == pytest.approx(sum(FIVE_BY_FIVE_W) / 1000)
    assert all(set(interval) >= INTERVAL for interval in ride["intervals"])
    assert sum(interval["is_work"] for interval in ride["intervals"]) == 5
    assert [found["repetitions"] for found in ride["sets"]] == [5]
    peak = next(p for p in ride["peaks"] if (p["duration_s"], p["level"]) == (300, 0))
    assert (peak["power_w"], peak["eligible"]) == (330.0, True)
    assert {"filled_s", "patches", "notes"} <= set(ride["quality"])
    assert "5 x 5:00" in ride["summary"]


def test_text_for_people_holds_totals_sets_peaks_and_the_summary(analyse):
    _, out, _ = analyse({"five.fit": make_fit(FIVE_BY_FIVE_W)}, "--critical-power", "300")

    for part in ("Time            ", "5 x 5:00", "Peaks: 1 s 330 W", "Stimulus: "):
        assert part in out


def test_a_refused_file_is_told_and_the_others_go_on(analyse):
    code, out, _ = analyse(
        {"notes.txt": b"call the physio", "ride.tcx": make_tcx(), "empty.fit": b""}, "--json"
    )

    refused, ride, empty = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert set(refused) == {"file", "error"}
    assert ride["totals"]["mean_power_w"] is None
    assert ride["peaks"] == []
    assert "empty" in empty["error"]


def test_without_json_refusals_go_to_the_error_stream(analyse):
    code, out, err = analyse({"notes.txt": b"call the physio"})

    assert (code, out) == (1, "")
    assert "notes.txt: " in err


def test_a_file_over_the_limit_is_a_refusal(analyse, settings):
    settings.MAX_RECORDING_BYTES = 1000

    code, _, err = analyse({"ride.fit": make_fit()})

    assert code == 1
    assert "larger than" in err


def test_a_file_over_the_limit_is_not_even_read(tmp_path, capsys):
    path = tmp_path / "day.tcx"
    with path.open("wb") as file:
        file.truncate(64 * 2**30)  # more than any memory; a hole on the disk

    assert exit_code_of("analyse_recording", str(path)) == 1
    assert "larger than" in capsys.readouterr().err


def test_names_that_are_no_text_are_shown_as_far_as_they_are(tmp_path, capsys):
    path = tmp_path / b"ri\xffde.fit".decode("utf-8", "surrogateescape")
    path.write_bytes(make_fit())

    call_command("analyse_recording", str(path), "--json")
    call_command("analyse_recording", str(path))

    out = capsys.readouterr().out
    assert json.loads(out.splitlines()[0])["file"] == str(path)
    assert "ri?de.fit" in out


@pytest.mark.parametrize("option", (("--critical-power", "0.5"), ("--w-prime", "1e12")))
def test_thresholds_that_nobody_has_are_wrong_usage(option):
    with pytest.raises(CommandError, match="not between"):
        call_command("analyse_recording", "ride.fit", *option)


def test_a_missing_file_is_a_refusal(capsys):
    with pytest.raises(SystemExit) as stop:
        call_command("analyse_recording", "no-such-file.fit")

    assert stop.value.code == 1
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("option", (("--mass", "-3"), ("--ftp", "much"), ("--intervals", "all")))
def test_wrong_usage_is_named(option, tmp_path):
    with pytest.raises(CommandError):
        call_command("analyse_recording", "ride.fit", *option)


def test_wrong_usage_ends_with_code_two_in_a_shell():
    ended = subprocess.run(
        [sys.executable, "manage.py", "analyse_recording"],
        cwd=PROJECT_DIR,
        capture_output=True,
        check=False,
    )

    assert ended.returncode == 2


def test_intervals_come_from_where_they_are_asked_for(analyse):
    _, out, _ = analyse({"five.fit": make_fit(FIVE_BY_FIVE_W)}, "--json", "--intervals", "laps")

    assert json.loads(out)["intervals"] == []


def test_every_real_file_ends_with_a_result_or_a_reason(rides_dir, capsys):
    files = sorted(path for path in (rides_dir / "files").rglob("*") if path.is_file())
    sample = files[::4]

    with pytest.raises(SystemExit) as stop:
        call_command("analyse_recording", *map(str, sample), "--json")

    assert stop.value.code == 1
    told = set()
    for line in capsys.readouterr().out.splitlines():
        answer = json.loads(line, parse_constant=lambda name: pytest.fail(f"{name} in JSON"))
        told.add(answer["file"])
        if "error" in answer:
            assert answer["error"].endswith(".")
        else:
            assert answer["summary"]
            assert all(math.isfinite(peak["power_w"]) for peak in answer["peaks"])
    assert all(any(name.startswith(str(path)) for name in told) for path in sample)


def test_a_reader_that_has_seen_enough_ends_the_command_without_a_word(tmp_path):
    for number in range(40):
        (tmp_path / f"{number}.fit").write_bytes(b"no ride")
    command = [sys.executable, "manage.py", "analyse_recording", "--json"]
    analysing = subprocess.Popen(  # noqa: S603 - our own command
        [*command, *map(str, tmp_path.iterdir())],
        cwd=PROJECT_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    analysing.stdout.close()

    assert analysing.communicate()[1] == b""
    assert analysing.returncode == -signal.SIGPIPE
