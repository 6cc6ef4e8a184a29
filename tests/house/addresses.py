"""Every address of the URLconf by its name, with the parameters that it takes."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.address_policies import ADMIN_POLICIES, AUDITOR, POLICIES, Policy

ADMIN_KINDS = ("changelist", "add", "history", "delete", "change")


@dataclass(frozen=True, slots=True)
class Address:
    name: str  # with its namespace; empty where the pattern has none
    parameters: tuple[str, ...]
    pattern: str

    @property
    def admin_page(self) -> tuple[str, str] | None:
        """Give model and kind of page where the admin made the address for a model of its own."""
        for model in admin.site._registry:
            meta = model._meta
            for kind in ADMIN_KINDS:
                if self.name == f"admin:{meta.app_label}_{meta.model_name}_{kind}":
                    return meta.label_lower, kind
        return None

    def policy(self) -> Policy:
        page = self.admin_page
        if page is None:
            return POLICIES[self.name]
        label, kind = page
        rows = ADMIN_POLICIES[label]
        may = {
            "changelist": Policy(rows.view, rows.view - {AUDITOR}),  # where there is no action
            "add": Policy(rows.add, rows.add),
            "history": Policy(rows.view, rows.view - {AUDITOR}),
            "delete": Policy(rows.delete, rows.delete),
            "change": Policy(rows.view, rows.change),
        }
        return may[kind]


def all_addresses() -> list[Address]:
    return list(_walk(get_resolver(), "", (), ""))


def _walk(
    resolver: URLResolver, namespace: str, parameters: tuple[str, ...], pattern: str
) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here = parameters + tuple(entry.pattern.regex.groupindex)
        path = f"{pattern}{entry.pattern}"
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, here, path)
        elif isinstance(entry, URLPattern):
            name = f"{namespace}{entry.name}" if entry.name else ""
            yield Address(name, here, path)
