#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The colours of static/css/tokens.css, light and dark: text is readable on what it stands on (WCAG 2.2, 1.4.3 and 1.4.11)."""
import re
import sys

PAIRS = [  # text, surface, least contrast
    ("ink", "paper", 7), ("ink", "surface", 7), ("ink", "sunken", 7),
    ("ink-quiet", "paper", 4.5), ("ink-quiet", "surface", 4.5), ("ink-quiet", "sunken", 4.5),
    ("accent", "paper", 4.5), ("accent", "surface", 4.5), ("accent", "sunken", 4.5), ("accent", "accent-soft", 4.5),
    ("accent-strong", "accent-soft", 4.5), ("ink-quiet", "accent-soft", 4.5),
    ("on-accent", "accent", 4.5), ("bad", "surface", 4.5), ("bad", "bad-soft", 4.5), ("star", "surface", 3), ("star", "sunken", 3),
]


def luminance(colour):
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def main():
    with open(sys.argv[1], encoding="utf-8") as source:
        blocks = re.findall(r"\{([^{}]*--paper[^{}]*)\}", source.read())
    themes = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block)) for block in blocks]
    wrong = [f"theme {i}: {text} on {surface}: {contrast(theme[text], theme[surface]):.2f}, needs {least}"
             for i, theme in enumerate(themes) for text, surface, least in PAIRS if contrast(theme[text], theme[surface]) < least]
    if len(themes) != 3 or themes[1] != themes[2]:
        wrong.append("expected light, dark by preference, dark by choice; the two dark ones alike")
    print("\n".join(wrong) or f"{len(PAIRS) * len(themes)} pairs are readable")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
