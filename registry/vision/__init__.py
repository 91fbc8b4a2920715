"""What the organisation wants to be true: for now its 'no needless' aims, which tag ideas. The list is the
organisation's own.
"""
