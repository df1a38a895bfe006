from api.store.unit import Store, UnitOfWork, open_store

__all__ = ["Store", "UnitOfWork", "open_store"]
