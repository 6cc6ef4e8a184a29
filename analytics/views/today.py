from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from analytics.agenda import dismiss_item, finish_item, reopen_item
from analytics.audit import Act
from analytics.models import AgendaItem
from analytics.today_page import compose_today
from analytics.views.access import SignedInRequest, act_of


@login_required
@require_safe
def today(request: SignedInRequest) -> HttpResponse:
    page = compose_today(
        request.user, now=timezone.now(), just_handled=request.GET.get("handled", "")
    )
    return render(request, "analytics/today.html", {"view": page})


@login_required
@require_POST
def dismiss(request: SignedInRequest, item_id: int) -> HttpResponse:
    return _handle(request, item_id, dismiss_item)


@login_required
@require_POST
def say_done(request: SignedInRequest, item_id: int) -> HttpResponse:
    return _handle(request, item_id, finish_item)


@login_required
@require_POST
def open_again(request: SignedInRequest, item_id: int) -> HttpResponse:
    return _handle(request, item_id, reopen_item)


def _handle(
    request: SignedInRequest, item_id: int, handle: Callable[[AgendaItem, Act], None]
) -> HttpResponse:
    items = AgendaItem.objects.visible_to(request.user).select_related("athlete")
    item = get_object_or_404(items, pk=item_id)
    handle(item, act_of(request))
    return redirect(f"{reverse('analytics:today')}?handled={item.pk}")
