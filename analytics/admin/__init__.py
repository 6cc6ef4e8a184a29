"""The staff's pages; importing a module registers what it holds."""

from analytics.admin import people, rides, source

__all__ = ("people", "rides", "source")
