"""What the organisation wants to be true: its vision, the values on which it rests, and its 'no needless' aims.

Words: vision, value, aim. The board publishes the vision and its values together; each publishing is a version that
stays readable, with the values as they read then. A value keeps its id when its words change, so that the ideas that
serve it still do; one that is left out ends, and ideas that named it keep it. The list of aims is the organisation's
own, kept by the board and its administrators; one that anything bears is given other words, and never taken out.
"""
