"""What has changed at the source since the last sync, page by page; nothing is stored here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from analytics.models import SourceLink
from analytics.source_database.queries import Family
from analytics.source_database.reading import SourceReader, in_batches

GONE = "gone"  # the fingerprint of what the source no longer holds and we keep
PAGE_SIZE = 1000


@dataclass(frozen=True, slots=True)
class Scope:
    """What a sync looks at; all of it without limits."""

    since: date | None = None
    team: int | None = None  # the source's id

    @property
    def is_all(self) -> bool:
        return self.since is None and self.team is None


@dataclass(frozen=True, slots=True)
class ChangedPage:
    """A page of the source: what to read, and what was here and is not there."""

    members: int
    fingerprints: Mapping[int, str]  # of the new and the changed, by source id
    missing: frozenset[int]


def changed_pages(
    reader: SourceReader, family: Family, scope: Scope, *, page_size: int = PAGE_SIZE
) -> Iterator[ChangedPage]:
    """Compare the source with our links.

    A page whose sum is the sum of our fingerprints costs two rows; another costs a
    row a member. With a scope each member costs a row.
    """
    pages = _all_pages if scope.is_all else _scoped_pages
    return pages(reader, family, scope, page_size)


def _all_pages(
    reader: SourceReader, family: Family, _scope: Scope, page_size: int
) -> Iterator[ChangedPage]:
    after_id = 0
    while (last_id := reader.page_end(family, after_id, page_size)) is not None:
        known = _known(links_of(family).filter(source_id__gt=after_id, source_id__lte=last_id))
        members, total = reader.page_sum(family, after_id, last_id)
        if members == len(known) and total == _sum(known):
            yield ChangedPage(members, {}, frozenset())
        else:
            found = reader.page_fingerprints(family, after_id, last_id)
            yield ChangedPage(
                members, _differing(found, known), frozenset(known.keys() - found.keys())
            )
        after_id = last_id
    beyond = links_of(family).filter(source_id__gt=after_id)
    yield ChangedPage(0, {}, frozenset(_known(beyond)))


def _scoped_pages(
    reader: SourceReader, family: Family, scope: Scope, page_size: int
) -> Iterator[ChangedPage]:
    after_id = 0
    while ids := reader.scoped_ids(family, after_id, page_size, since=scope.since, team=scope.team):
        known = _known(links_of(family).filter(source_id__in=ids))
        found = reader.fingerprints_of(family, ids)
        yield ChangedPage(len(ids), _differing(found, known), frozenset())
        after_id = ids[-1]
    yield ChangedPage(0, {}, frozenset(_known(_in_scope(family, scope))))


def confirmed_gone(reader: SourceReader, family: Family, missing: frozenset[int]) -> list[int]:
    """Keep what the source does not hold at all: a member may only have left the scope."""
    gone = []
    for ids in in_batches(sorted(missing), PAGE_SIZE):
        still_there = reader.existing(family, ids)
        gone += [source_id for source_id in ids if source_id not in still_there]
    return gone


def links_of(family: Family) -> QuerySet[SourceLink]:
    """Select what the source held of a family, when we last looked."""
    return SourceLink.objects.filter(kind=family.name).exclude(fingerprint=GONE)


def _in_scope(family: Family, scope: Scope) -> QuerySet[SourceLink]:
    links = links_of(family)
    if family.name == SourceLink.Kind.ATHLETE:
        return links.none()
    if scope.since is not None:
        links = links.filter(session__local_date__gte=scope.since)
    if scope.team is not None:
        links = links.filter(
            session__athlete__team__source_links__source_id=scope.team,
            session__athlete__team__source_links__kind=SourceLink.Kind.TEAM,
        )
    return links


def _known(links: QuerySet[SourceLink]) -> dict[int, str]:
    return dict(links.values_list("source_id", "fingerprint"))


def _sum(known: Mapping[int, str]) -> int | None:
    """Add up fingerprints; None where one waits to be read again."""
    if not all(known.values()):
        return None
    return sum(map(int, known.values()))


def _differing(found: Mapping[int, str], known: Mapping[int, str]) -> dict[int, str]:
    return {each: mark for each, mark in found.items() if known.get(each) != mark}
