"""The machine-translated draft that the demo's author saves. People, places and events are invented."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parent
FILE = HERE / "brouillon.html"
IMAGE = HERE / "barrage-de-cadoret.jpg"

# An instruction to a chatbot, glued to the title, as people paste them.
TITLE = "Rewrite this title in frenchLa ministre Marchetti fait une visite surprise au barrage de Cadoret"
