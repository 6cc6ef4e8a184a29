from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from analytics.management.commands.rebuild_records import MOST_LINES
from analytics.models import Athlete, Record, RecordBook
from tests.make import exit_code_of, make_athlete, make_session
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def athlete() -> Athlete:
    athlete = make_athlete(last_name="Reed")
    for days, power_w in ((0, 200.0), (5, 220.0)):
        make_session(
            athlete=athlete, power_w=[power_w] * 400, started_at=STARTED_AT + timedelta(days=days)
        )
    return athlete


def test_what_changed_is_listed_record_by_record(athlete, capsys):
    last = athlete.sessions.latest("started_at")
    last.records.filter(duration_s=300, window="all").delete()
    last.records.filter(duration_s=60, window="8w").update(power_w=999.0)

    call_command("rebuild_records")

    out = capsys.readouterr().out
    assert f"Ada Reed (athlete {athlete.pk}): 1 sessions changed, 2 records added, 1 removed" in out
    told = f"{last.local_date} 5:00 fresh, all time: 220 W, beat 200 (session {last.pk})"
    assert f"  + {told}\n" in out
    assert (
        f"  - {last.local_date} 1:00 fresh, 8 weeks: 999 W, beat 200 (session {last.pk})\n" in out
    )
    assert out.endswith("Decided: the records of 1 athletes, 1 of which differed.\n")


def test_with_nothing_to_change_it_says_so_and_writes_nothing(athlete, capsys):
    before = list(Record.objects.order_by("pk").values_list("pk", flat=True))

    call_command("rebuild_records", "--athlete", str(athlete.pk))

    out = capsys.readouterr().out
    assert out == "Decided: the records of 1 athletes, 0 of which differed.\n"
    assert list(Record.objects.order_by("pk").values_list("pk", flat=True)) == before


def test_a_long_list_is_cut_unless_all_of_it_is_asked_for(athlete, capsys):
    for options, lines in (((), MOST_LINES), (("--verbosity", "2"), None)):
        Record.objects.all().delete()
        call_command("rebuild_records", *options)
        out = capsys.readouterr().out
        assert out.count("\n  + ") == (lines or Record.objects.count())
        assert ("more; --verbosity 2 shows all" in out) == (lines is not None)


def test_an_unknown_athlete_is_named_with_exit_code_2():
    with pytest.raises(CommandError, match=r"There is no athlete 7\.") as refusal:
        call_command("rebuild_records", "--athlete", "7")

    assert refusal.value.returncode == 2


def test_stopped_by_a_key_it_says_so_and_the_rest_is_left_to_the_sweep(
    athlete, monkeypatch, capsys
):
    Record.objects.all().delete()

    def press(*_arguments, **_names):
        raise KeyboardInterrupt

    monkeypatch.setattr(RecordBook, "save", press)  # in the middle of the transaction
    assert exit_code_of("rebuild_records") == 130

    assert "run it again for the rest" in capsys.readouterr().out
    assert not Record.objects.exists()
    monkeypatch.undo()
    athlete.refresh_from_db()
    assert athlete.records_due_from is not None
    call_command("rebuild_records")
    assert Record.objects.exists()
