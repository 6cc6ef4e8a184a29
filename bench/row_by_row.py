"""The roster as it is written first: for each athlete a query for each figure."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.utils import timezone
from django.utils.safestring import mark_safe

from analytics.models import AgendaItem, Athlete, Record

ROW = Template(
    '{% load ride_units %}<tr><th scope="row"><a href="{{ athlete.get_absolute_url }}">'
    "{{ athlete }}</a></th><td>{{ athlete.team }}</td>"
    '<td><a href="{{ last.get_absolute_url }}">{{ last.local_date|date:"j M" }}</a></td>'
    "{% for load, timer_s in sums %}<td>{{ load|whole }}</td><td>{{ timer_s|hours }}</td>"
    "{% endfor %}<td>{{ state.fitness|whole }}</td><td>{{ state.fatigue|whole }}</td>"
    "<td>{{ state.form|whole }}</td><td>{{ record.power_w|whole }} W over "
    "{{ record.duration_s|clock }}</td><td>{{ waiting }}</td></tr>"
)
FRAME = Template('{% extends "base.html" %}{% block content %}{{ rows }}{% endblock %}')


@login_required
def row_by_row(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = []
    for athlete in Athlete.objects.visible_to(request.user).in_lists()[:100]:
        sums = []
        for days in (7, 28):
            ridden = athlete.sessions.filter(local_date__gt=today - timedelta(days=days))
            sums.append(ridden.aggregate(load=Sum("training_load"), timer=Sum("timer_s")).values())
        figures = {
            "athlete": athlete,
            "last": athlete.sessions.first(),
            "sums": sums,
            "state": athlete.state,
            "record": Record.objects.filter(session__athlete=athlete)
            .order_by("-session__started_at")
            .first(),
            "waiting": AgendaItem.objects.still_open().filter(athlete=athlete).count(),
        }
        rows.append(ROW.render(Context(figures)))
    table = mark_safe("".join(rows))  # noqa: S308 - of our own templates
    context = Context({"request": request, "user": request.user, "rows": table})
    return HttpResponse(FRAME.render(context))
