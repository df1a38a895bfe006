"""What rules go back to, named in full: laws with their article, standards with their section."""

import re
from collections.abc import Iterator

from forecasting.messages import N_, Sentence

NAMES = {
    "LL-36": N_("PRC Labour Law, Article 36"),
    "LL-38": N_("PRC Labour Law, Article 38"),
    "LL-41": N_("PRC Labour Law, Article 41"),
    "LL-44": N_("PRC Labour Law, Article 44"),
    "LL-61": N_("PRC Labour Law, Article 61"),
    "LL-63": N_("PRC Labour Law, Article 63"),
    "LL-64": N_("PRC Labour Law, Article 64"),
    "LL-65": N_("PRC Labour Law, Article 65"),
    "WH-3": N_("State Council rules on working hours, Article 3"),
    "CH": N_("comprehensive working-hours system"),
    "SK": N_("e-commerce customer-service skill-level standard"),
    "GR": N_("customer-service professional grades"),
    "HQ": N_("hotline quality and phrase standards"),
    "contract": N_("what was agreed with the agent"),
    "site": N_("the site's own rule"),
    "planner": N_("what a planner has fixed"),
}
SOURCE = re.compile(r"OS-(?P<section>\d+(?:\.\d+)*)|art\. (?P<article>\d+)|[A-Z]+-\d+|\b[A-Za-z]+\b")


def sources(citation: str) -> Iterator[Sentence]:
    """Yield the sources that *citation* names by their keys, such as ``OS-2.1, EU 2003/88 art. 3``, each in full."""
    for found in SOURCE.finditer(citation):
        if found["section"]:
            template = N_("e-commerce customer-service operating standard, section {section}")
            yield Sentence(template, section=found["section"])
        elif found["article"]:
            yield Sentence(N_("Directive 2003/88/EC, Article {article}"), article=found["article"])
        elif found[0] in NAMES:
            yield Sentence(NAMES[found[0]])
