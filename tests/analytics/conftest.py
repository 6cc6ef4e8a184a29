"""The team's database, for the tests of its sync and of its page in the admin."""

from tests.servers.source import source

__all__ = ("source",)
