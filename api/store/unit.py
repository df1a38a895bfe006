"""The unit of work: one transaction that is rolled back unless it is committed."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from api.errors import StoreError
from api.store.cleanings import Cleanings
from api.store.drill_actions import DrillActions
from api.store.drill_runs import DrillRuns
from api.store.drills import Drills
from api.store.engine import BEGIN, make_engine
from api.store.feed_links import FeedLinks
from api.store.forecasts import Forecasts
from api.store.histories import Histories
from api.store.migrate import migrate
from api.store.programme_links import ProgrammeLinks
from api.store.programmes import Programmes
from api.store.publications import Publications
from api.store.requirements import Requirements
from api.store.rosters import Rosters
from api.store.sites import Sites


class UnitOfWork:
    """Everything stored, seen from inside one transaction.

    The transaction begins when the store is first asked, so that a use case can read its files before it holds the
    write lock. After :meth:`commit` the unit is spent.
    """

    def __init__(self, engine: Engine, *, writes: bool) -> None:
        self._engine = engine
        self._writes = writes
        self._connection: Connection | None = None
        self._spent = False

    @property
    def connection(self) -> Connection:
        """The connection of this transaction."""
        if self._spent:
            raise RuntimeError("the unit of work is committed; expected nothing more of it")
        if self._connection is None:
            kind = "IMMEDIATE" if self._writes else "DEFERRED"
            self._connection = self._engine.connect().execution_options(**{BEGIN: kind})
            self._connection.begin()
        return self._connection

    @property
    def sites(self) -> Sites:
        """Site documents."""
        return Sites(self.connection)

    @property
    def histories(self) -> Histories:
        """Volume exports."""
        return Histories(self.connection)

    @property
    def cleanings(self) -> Cleanings:
        """What is left out of histories."""
        return Cleanings(self.connection)

    @property
    def forecasts(self) -> Forecasts:
        """Forecasts."""
        return Forecasts(self.connection)

    @property
    def requirements(self) -> Requirements:
        """People needed."""
        return Requirements(self.connection)

    @property
    def rosters(self) -> Rosters:
        """Rosters with their shifts and violations."""
        return Rosters(self.connection)

    @property
    def publications(self) -> Publications:
        """Publications with the revisions of their calendar events."""
        return Publications(self.connection)

    @property
    def feed_links(self) -> FeedLinks:
        """Links to calendar feeds."""
        return FeedLinks(self.connection)

    @property
    def drills(self) -> Drills:
        """Drills."""
        return Drills(self.connection)

    @property
    def drill_runs(self) -> DrillRuns:
        """The logs of drills that are run."""
        return DrillRuns(self.connection)

    @property
    def drill_actions(self) -> DrillActions:
        """Books of actions about what drills showed."""
        return DrillActions(self.connection)

    @property
    def programmes(self) -> Programmes:
        """Programmes of drills."""
        return Programmes(self.connection)

    @property
    def programme_links(self) -> ProgrammeLinks:
        """Links to calendars of drills."""
        return ProgrammeLinks(self.connection)

    def commit(self) -> None:
        """Make everything that was done through this unit last."""
        if not self._writes:
            raise RuntimeError("a snapshot cannot be committed")
        self.connection.commit()
        self._spent = True

    def close(self) -> None:
        """Undo what was not committed and give the connection back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._spent = True


class Store:
    """An open store. Processes and threads may share its file."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def unit(self) -> Iterator[UnitOfWork]:
        """Begin a unit of work that may write; one at a time does, others wait."""
        yield from self._open(writes=True)

    @contextmanager
    def snapshot(self) -> Iterator[UnitOfWork]:
        """Begin a unit of work that reads the store as it stands and never waits for a writer."""
        yield from self._open(writes=False)

    def _open(self, *, writes: bool) -> Iterator[UnitOfWork]:
        unit = UnitOfWork(self._engine, writes=writes)
        try:
            yield unit
        finally:
            unit.close()

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()


def open_store(url: str) -> Store:
    """Open the store at *url*, ``sqlite:///FILE``, and bring its tables up to date."""
    engine = make_engine(url)
    try:
        migrate(engine)
    except DatabaseError as error:
        engine.dispose()
        raise StoreError(f"store {url}: {error.orig}") from error
    return Store(engine)
