from forecasting.simulation.centre import Centre, Person, Routing, Stream

__all__ = ["Centre", "Person", "Routing", "Stream"]
