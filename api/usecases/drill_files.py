"""The files of a drill: plan for those who run it, record for programs, invitation for those who take part."""

from datetime import datetime

from api.feeds import drill_feed
from drills import Drill, drill_json, drill_markdown
from forecasting.messages import Translate


def drill_stem(drill: Drill) -> str:
    """Return what the names of the drill's files begin with."""
    return f"drill-{drill.id}"


def drill_files(drill: Drill, made_at: datetime, site: str, language: str, translate: Translate) -> dict[str, bytes]:
    """Return the content of each file of *drill* by its name; an invitation only where the drill is announced."""
    stem = drill_stem(drill)
    files = {
        f"{stem}.md": drill_markdown(drill, translate, language).encode(),
        f"{stem}.json": drill_json(drill).encode(),
    }
    if drill.announced:
        files[f"{stem}.ics"] = drill_feed(drill, made_at, language=language, translate=translate, site=site)
    return files
