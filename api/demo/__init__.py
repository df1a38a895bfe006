from api.demo.centre import DemoFiles, demo_site, write_demo_centre
from api.demo.export import demo_history
from api.demo.people import demo_people

__all__ = ["DemoFiles", "demo_history", "demo_people", "demo_site", "write_demo_centre"]
