"""Colours of the map in fixed light values, for pictures that must stand alone: a tutor's page, print. The browser takes the same names from tokens.css."""
from __future__ import annotations

LIGHT = {"people": "#1b1b1f", "care": "#2d5abe", "law": "#7a579c", "place": "#1e7834", "daily": "#8f3600", "voice": "#c22a69",
         "direction": "#3b5244", "ink": "#1b1b1f", "soft": "#5c5c63", "rule": "#d9d6cf", "paper": "#ffffff", "band": "#f6f4ef",
         "tie": "#a9a69f", "speck": "#7d7a73", "mark": "#ffe08a"}
SANS = "-apple-system,'Segoe UI',Helvetica,Arial,sans-serif"
SERIF = "Charter,'Bitstream Charter','Sitka Text',Cambria,Georgia,'Liberation Serif',serif"
