"""Lines of waiting contacts, by stream, in the order in which they came; whoever loses patience leaves from the middle."""

from forecasting.simulation.compiling import part
from forecasting.simulation.heaps import take_out
from forecasting.simulation.tables import Contacts, Lines


@part
def join(lines: Lines, contacts: Contacts, contact: int) -> None:
    """Let *contact* wait behind everybody else of its stream."""
    stream = contacts.stream[contact]
    last = lines.last[stream]
    contacts.ahead[contact] = last
    contacts.after[contact] = -1
    if last >= 0:
        contacts.after[last] = contact
    else:
        lines.first[stream] = contact
    lines.last[stream] = contact
    lines.count[stream] += 1


@part
def quit_line(lines: Lines, contacts: Contacts, contact: int) -> None:
    """Take *contact* out of its line, and its timer with it."""
    stream = contacts.stream[contact]
    ahead, after = contacts.ahead[contact], contacts.after[contact]
    if ahead >= 0:
        contacts.after[ahead] = after
    else:
        lines.first[stream] = after
    if after >= 0:
        contacts.ahead[after] = ahead
    else:
        lines.last[stream] = ahead
    lines.count[stream] -= 1
    if contacts.timers.place[contact] >= 0:
        take_out(contacts.timers, 0, contact)
