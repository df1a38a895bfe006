"""Lines of waiting contacts, by stream, in the order in which they came; whoever loses patience leaves from the middle."""

from forecasting.simulation.arrays import Records
from forecasting.simulation.compiling import called_part
from forecasting.simulation.heaps import take_out
from forecasting.simulation.tables import Contacts


@called_part
def join(lines: Records, rows: Records, contact: int) -> None:
    """Let *contact* wait behind everybody else of its stream."""
    line = lines[rows[contact]["stream"]]
    last = line["last"]
    rows[contact]["ahead"] = last
    rows[contact]["after"] = -1
    if last >= 0:
        rows[last]["after"] = contact
    else:
        line["first"] = contact
    line["last"] = contact
    line["length"] += 1


@called_part
def quit_line(lines: Records, contacts: Contacts, contact: int) -> None:
    """Take *contact* out of its line, and its timer with it."""
    rows = contacts.rows
    line = lines[rows[contact]["stream"]]
    ahead, after = rows[contact]["ahead"], rows[contact]["after"]
    if ahead >= 0:
        rows[ahead]["after"] = after
    else:
        line["first"] = after
    if after >= 0:
        rows[after]["ahead"] = ahead
    else:
        line["last"] = ahead
    line["length"] -= 1
    if contacts.timers.nodes[contact]["place"] >= 0:
        take_out(contacts.timers, contact)
