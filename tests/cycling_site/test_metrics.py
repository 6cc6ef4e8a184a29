import os
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from analytics.ingestion import receive_recording
from cycling_site.metrics import told_metrics
from summaries.models import ProviderStanding, VendorCall
from summaries.models.vendor import FAULTS_THAT_OPEN
from tests.make import make_athlete, make_fit, make_session

pytestmark = pytest.mark.django_db

PROJECT_DIR = Path(__file__).parents[2]
COUNTS_A_TASK = """
import socket, django
socket.sethostname("web_one")
django.setup()
from cycling_site.metrics import TASKS
TASKS.labels("swept", "done").inc()
"""
IN_A_CONTAINER = ("unshare", "--uts", "--pid", "--fork", "--kill-child")


def figure(name, text=None):
    found = re.search(rf"^{re.escape(name)} (\S+)$", text or told_metrics().decode(), re.MULTILINE)
    return float(found.group(1)) if found else 0.0


def test_each_page_is_counted_by_its_route_not_its_address():
    name = 'directeur_requests_total{method="GET",route="/sessions/<int:session_id>/",status="302"}'
    before = figure(name)

    Client().get("/sessions/31337/")

    assert figure(name) == before + 1
    assert "/31337" not in told_metrics().decode()  # the digits alone may stand in a time


def test_what_waits_is_counted_and_its_age_told():
    receive_recording(
        make_athlete(),
        name="ride.fit",
        data=make_fit(),
        received_from=None,
        now=timezone.now() - timedelta(minutes=10),
    )

    text = told_metrics().decode()

    assert figure('directeur_backlog{state="waiting",work="recordings"}', text) == 1
    assert 600 <= figure('directeur_backlog_age_seconds{work="recordings"}', text) < 660


def test_nothing_waits_is_an_age_of_zero():
    make_session()

    text = told_metrics().decode()

    assert figure('directeur_backlog{state="done",work="recordings"}', text) == 1
    assert figure('directeur_backlog_age_seconds{work="recordings"}', text) == 0


def test_calls_tokens_and_cost_of_this_month_are_told():
    now = timezone.now()
    for at, usd in ((now, "0.010000"), (now, "0.020000"), (now - timedelta(days=32), "5.000000")):
        VendorCall.objects.create(
            provider="anthropic", model="claude", at=at, tokens_in=900, tokens_out=80, cost_usd=usd
        )
    VendorCall.objects.create(provider="bedrock", model="new", at=now, tokens_in=1, tokens_out=1)

    text = told_metrics().decode()

    of = 'model="claude",provider="anthropic"'
    assert figure(f"directeur_vendor_calls{{{of}}}", text) == 2
    assert figure(f'directeur_vendor_tokens{{{of},way="out"}}', text) == 160
    assert figure(f"directeur_vendor_cost_usd{{{of}}}", text) == pytest.approx(0.03)
    assert 'directeur_vendor_cost_usd{model="new"' not in text


def test_a_provider_that_is_left_alone_shows():
    now = timezone.now()
    for _ in range(FAULTS_THAT_OPEN):
        assert figure('directeur_vendor_left_alone{provider="anthropic"}') == 0
        ProviderStanding.objects.note_fault("anthropic", "It is away.", now=now)

    assert figure('directeur_vendor_left_alone{provider="anthropic"}') == 1


def test_a_process_counts_into_files_of_its_machine_and_number(tmp_path):
    """In every container the first process is number 1, and all may count into one folder."""
    if shutil.which("unshare") is None or os.geteuid() != 0:
        pytest.skip("a name and a number of its own need unshare, as root")

    subprocess.run(  # noqa: S603 - our own list, read by no shell
        [*IN_A_CONTAINER, sys.executable, "-c", COUNTS_A_TASK],
        cwd=PROJECT_DIR,
        env={**os.environ, "METRICS_TOKEN": "of-the-monitor", "METRICS_DIR": str(tmp_path)},
        check=True,
    )

    assert {path.name for path in tmp_path.glob("counter_*")} == {"counter_web-one-1.db"}
    counted = CollectorRegistry()
    MultiProcessCollector(counted, str(tmp_path))
    text = generate_latest(counted).decode()
    assert figure('directeur_tasks_total{state="done",task="swept"}', text) == 1
