from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Rows that the product makes itself: to be looked at, not typed.

    Nor deleted here: records of later sessions hang on them.
    """

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # they count the table once for each choice

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
