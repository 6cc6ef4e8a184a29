"""Prints each list, search and latest row of the admin's registry, for ``bench.admin``."""

from datetime import timedelta

from django.contrib import admin
from django.contrib.auth.models import User
from django.test import RequestFactory
from django.urls import get_resolver, reverse
from django.utils import timezone

from analytics.models import Athlete

request = RequestFactory().get("/")
request.user = User.objects.get(username="bench-staff")
day = (timezone.now() - timedelta(days=30)).date().isoformat()
last_name = Athlete.objects.order_by("pk")[Athlete.objects.count() // 2].last_name
SEARCHES = ("Rider", last_name, "Nobody", day, "123456")
FILTERS = {
    "analytics.session": ("ridden=7", "ridden=365", "stimulus__exact=V", "stimulus__exact=TS"),
    "analytics.recording": ("state__exact=failed", "state__exact=done"),
    "summaries.summary": ("state__exact=failed", "state__exact=ready"),
    "analytics.athlete": ("archived=yes", "team__id__exact=1"),
    "analytics.auditentry": ("q=session.moved", "q=nothing.such", "q=by:bench-staff"),
    "analytics.sourcelink": ("state__exact=stored", "state__exact=refused", "kind__exact=session"),
}

assert get_resolver().url_patterns  # loads them: they take some models off the admin
for model, model_admin in admin.site._registry.items():
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    rows = reverse(f"{name}_changelist")
    print(rows)
    print(f"{rows}?p=2")
    if model_admin.get_search_fields(request):
        for term in SEARCHES:
            print(f"{rows}?q={term}")
    for query in FILTERS.get(model._meta.label_lower, ()):
        print(f"{rows}?{query}")
    last = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    if last is not None:
        print(reverse(f"{name}_change", args=[last]))
        print(reverse(f"{name}_history", args=[last]))
fields = (("athlete", "team"), ("coachmembership", "coach"))
for model_name, field in fields:
    query = f"app_label=analytics&model_name={model_name}&field_name={field}&term=a"
    print(f"{reverse('admin:autocomplete')}?{query}")
for name in ("queue", "admin:providers", "admin:athlete-bulk", "admin:index"):
    print(reverse(name))
