"""Who writes texts: the providers, tried on demand, what teams chose, and what it costs."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from analytics.admin.acts import act_of
from analytics.audit import record_act
from summaries.models import ProviderStanding, TeamTexts
from summaries.prices import PRICES_DATE
from summaries.prompt import PROMPT_VERSION
from summaries.provider_probe import probe_provider
from summaries.providers.configured import model_of
from summaries.spending import prompts_in_use, spending, terms_of_teams

PROVIDERS = ("offline", "anthropic", "bedrock")


@admin.register(TeamTexts)
class TeamTextsAdmin(admin.ModelAdmin[TeamTexts]):
    """Choose a team's provider and its budget; the page of all providers hangs here."""

    change_list_template = "admin/summaries/teamtexts/change_list.html"
    list_display = ("team", "provider", "monthly_budget_usd")
    list_select_related = ("team",)

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(providers_page)
        return [path("providers/", page, name="providers"), *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: TeamTexts, form: Any, change: Any) -> None:
        super().save_model(request, obj, form, change)
        detail = {"provider": obj.provider, "budget_usd": str(obj.monthly_budget_usd or "none")}
        record_act(act_of(request), "team.texts_chosen", subject=f"team {obj.team}", detail=detail)

    def delete_model(self, request: HttpRequest, obj: TeamTexts) -> None:
        record_act(act_of(request), "team.texts_unchosen", subject=f"team {obj.team}")
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[TeamTexts]) -> None:
        for texts in queryset:
            self.delete_model(request, texts)


@require_http_methods(["GET", "POST"])
def providers_page(request: HttpRequest) -> HttpResponse:
    """Show how providers stand; try one now, with a real request, if that is asked for."""
    if not request.user.has_perm("summaries.view_teamtexts"):
        raise PermissionDenied
    context: dict[str, Any] = {}
    if request.method == "POST":
        if not request.user.has_perm("summaries.change_teamtexts"):
            raise PermissionDenied
        name = request.POST.get("provider", "")
        context["probe"] = probe_provider(name if name in PROVIDERS else "")
        subject = f"provider {context['probe'].provider}"
        record_act(act_of(request), "provider.tested", subject=subject)
    return TemplateResponse(
        request,
        "admin/providers.html",
        admin.site.each_context(request) | overview() | context,
    )


def overview() -> dict[str, Any]:
    now = timezone.now()
    standings = {row.provider: row for row in ProviderStanding.objects.all()}
    return {
        "title": "Providers",
        "active": settings.SUMMARY_PROVIDER,
        "providers": [(name, model_of(name), standings.get(name)) for name in PROVIDERS],
        "now": now,
        "teams": terms_of_teams(
            default=settings.SUMMARY_PROVIDER, budget_usd=settings.MONTHLY_BUDGET_USD, now=now
        ),
        "budget_usd": settings.MONTHLY_BUDGET_USD,
        "spending": spending(now),
        "prices_date": PRICES_DATE,
        "prompts": prompts_in_use(),
        "current_prompt": PROMPT_VERSION,
    }
