"""What people see of numbers: a chart at two widths, what it says in a sentence, and the same as a table.

contents    what is shown, before anything has a place        figures    how its numbers are written
scales      where values and dates stand, and their ticks     letters    how wide words stand
frames      the frame in which the numbers stand              marks      each number in its shape
drawing     where everything stands at one width              legends    the names of what is drawn
signals     what the rules say of one number                  sentences  what they say of all
icons       the two icons in words                            sparklines the newest numbers in a line
tables      the same as rows                                  pictures   joins these for a page
files       the same for a file, with its own looks

Decided here: the server lays a chart out at two fixed widths and the browser scales it between, so that no script
measures anything. Labels that would touch are left out or moved, by the widths of the face's own letters.
"""

from registry.measures.charts.contents import BoundaryLimit as BoundaryLimit
from registry.measures.charts.icons import Icon as Icon
from registry.measures.charts.icons import icons_of as icons_of
from registry.measures.charts.pictures import Picture as Picture
from registry.measures.charts.pictures import draw as draw
from registry.measures.charts.pictures import picture_of as picture_of
from registry.measures.charts.sparklines import Sparkline as Sparkline
from registry.measures.charts.sparklines import sparkline as sparkline
