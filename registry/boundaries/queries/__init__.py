"""Reads: a boundary and how an idea stands under it in `boundaries`, what is held against what in `watches`, what was
crossed in `crossings`, lists over several ideas in `lists`, versions that ideas have not accepted in `newer`.
"""
