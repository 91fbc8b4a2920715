from registry.frameworks.schemas import FrameworkRowOut
from registry.ideas.models import BoundaryStatus


class MappedOut(FrameworkRowOut):
    """A framework on the map.

    ideas        registered under it, not under those nested in it; up to 1,000 are counted
    boundaries   how many stand in each way, each as the worst of its watches
    """

    ideas: int
    boundaries: dict[BoundaryStatus, int]
