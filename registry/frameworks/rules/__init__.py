"""Who opens and keeps a framework, how large it may grow, what changes from version to version, and advice on words.

Source: MODEL, 'Frameworks, boundaries, discretion'.
"""
