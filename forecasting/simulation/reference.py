"""The kernel as plain Python: what the compiled one is held to, contact by contact, a hundred times as slow."""

from forecasting.simulation.kernel import advance as reference

__all__ = ["reference"]
