from forecasting.history.mapping import ColumnChoice, FileMapping, Found
from forecasting.history.options import DateOrder, HistoryOptions
from forecasting.history.read import HistoryRead, read_history
from forecasting.history.report import HistoryReport
from forecasting.history.zone import named_zone

__all__ = [
    "ColumnChoice",
    "DateOrder",
    "FileMapping",
    "Found",
    "HistoryOptions",
    "HistoryRead",
    "HistoryReport",
    "named_zone",
    "read_history",
]
