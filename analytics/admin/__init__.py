"""The staff's pages; importing a module registers what it holds."""

from analytics.admin import people, rides

__all__ = ("people", "rides")
