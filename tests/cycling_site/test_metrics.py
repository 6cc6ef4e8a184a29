import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from analytics.ingestion import receive_recording
from cycling_site.metrics import told_metrics
from tests.make import make_athlete, make_fit, make_session

pytestmark = pytest.mark.django_db


def figure(name, text=None):
    found = re.search(rf"^{re.escape(name)} (\S+)$", text or told_metrics().decode(), re.MULTILINE)
    return float(found.group(1)) if found else 0.0


def test_each_page_is_counted_by_its_route_not_its_address():
    name = 'directeur_requests_total{method="GET",route="/sessions/<int:session_id>/",status="302"}'
    before = figure(name)

    Client().get("/sessions/31337/")

    assert figure(name) == before + 1
    assert "31337" not in told_metrics().decode()


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
