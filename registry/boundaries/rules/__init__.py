"""How a boundary is drawn, answered, watched by numbers and crossed, one module a noun.

Source: MODEL, 'Frameworks, boundaries, discretion'.
"""
