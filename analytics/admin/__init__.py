"""The staff's pages; importing a module registers what it holds."""

from analytics.admin import accounts, people, rides, source, trail

__all__ = ("accounts", "people", "rides", "source", "trail")
