"""One look before a destructive act on chosen rows: what it will do, row by row, and a button."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


def confirm_page(
    request: HttpRequest,
    model_admin: admin.ModelAdmin[Any],
    action: str,
    title: str,
    rows: Sequence[Model],
    told: Sequence[str],
) -> HttpResponse:
    """Ask once more; the button sends the same action again with ``confirmed``."""
    context = model_admin.admin_site.each_context(request) | {
        "title": title,
        "opts": model_admin.opts,
        "rows": rows,
        "told": told,
        "action": action,
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/confirm.html", context)
