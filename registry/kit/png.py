"""Drawings as pictures.

The renderer holds the interpreter for as long as it works, some tenths of a second, so that a thread would stop the
whole program: it works in a process of its own, which no fault in it outlives either. At most two work at once.
"""

import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PAINTERS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="painter")
SECONDS = 30
ZOOM = 2


async def png_of(svg: str, face: Path) -> bytes:
    """A drawing as a picture of twice its size, for screens and for print.

    svg     complete in itself
    face    a font file, for all its words; no other is looked for
    raises  OSError when it could not be painted
    """
    return await asyncio.get_running_loop().run_in_executor(PAINTERS, _paint_apart, svg, face)


def paint(svg: str, face: Path) -> bytes:
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - in the painting process alone.

    return svg_to_bytes(svg_string=svg, font_files=[str(face)], skip_system_fonts=True, zoom=ZOOM)


def _paint_apart(svg: str, face: Path) -> bytes:
    words = [sys.executable, "-m", "registry.kit.png", str(face)]
    try:
        done = subprocess.run(words, input=svg.encode(), capture_output=True, timeout=SECONDS, check=True)  # noqa: S603 - every word is ours
    except subprocess.SubprocessError as error:
        raise OSError("the picture could not be painted") from error
    return done.stdout


if __name__ == "__main__":
    sys.stdout.buffer.write(paint(sys.stdin.buffer.read().decode(), Path(sys.argv[1])))
