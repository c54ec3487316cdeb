#!/usr/bin/env python3
"""Makes the fonts in assets/fonts from Noto Sans CJK.

  .ci/fonts.py [DIR]      (make fonts installs what it needs, then runs it)

Each file holds Han characters, kana, full-width forms and the space, and no
Latin letter: those come from the toolkit's own font. Space, ascent and descent
are that font's, so that a line of text is as wide, as high and stands as it
would without. What people type is not known before, so both scripts hold the
same characters: Big5's and GB2312's common ones and those of Hong Kong
(Unihan's kHKGlyph and kIICore H).

The outlines are CFF: with TrueType's the files are 1.4 times as large, and the
toolkit takes every TrueType outline apart before it draws the first text, which
is 20 times as slow.
"""
import bz2
import hashlib
import os
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

# Debian's fonts-noto-cjk, by hash: another version is another font.
FOLDER = os.environ.get("NOTO_CJK", "/usr/share/fonts/opentype/noto")
WEIGHTS = {
    "regular": ("NotoSansCJK-Regular.ttc", "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a"),
    "bold": ("NotoSansCJK-Bold.ttc", "faa5f3656a78b2e2d450d27fe8382c778bc2b6bb5ea29c986664a6a435056ceb"),
}
SCRIPTS = {"hk": "Noto Sans CJK HK", "sc": "Noto Sans CJK SC"}

# Unihan's tables, from Debian's unicode-data.
UNIHAN = "/usr/share/unicode/Unihan_%s.txt.bz2"

# The space, numbers in circles, CJK punctuation with the wide space, kana, bopomofo,
# full-width forms.
FORMS = [range(0x20, 0x21), range(0x2460, 0x2474), range(0x3000, 0x303E), range(0x3041, 0x3130), range(0xFF01, 0xFF61), range(0xFFE0, 0xFFE7)]

# Heard in shops and in names, and in none of the lists.
MORE = "搵嗮噉鮨粄曈淏喆玥珺瑄晞昉彧翀晟旻昶垚淼犇芃浠浛"

# The metrics of the toolkit's Noto Sans. The shaper leaves a space to the run
# before it and takes the height of a line from the font that has it.
ASCENT, DESCENT, SPACE = 1069, -293, 260


def coded(encoding, leads):
    """The characters of a two-byte encoding whose first byte is in a range."""
    found = set()
    for pair in (bytes([a, b]) for a in leads for b in [*range(0x40, 0x7F), *range(0xA1, 0xFF)]):
        try:
            found.add(ord(pair.decode(encoding)))
        except UnicodeDecodeError:
            pass  # no character has this code
    return found


def unihan(table, field, holds=""):
    with bz2.open(UNIHAN % table, "rt", encoding="utf-8") as lines:
        rows = (line.rstrip("\n").split("\t") for line in lines if "\t" + field + "\t" in line)
        return {int(code[2:], 16) for code, _, value in rows if holds in value}


def wanted():
    return (
        coded("big5", range(0xA4, 0xC7))
        | coded("gb2312", range(0xB0, 0xF8))
        | unihan("OtherMappings", "kHKGlyph")
        | unihan("IRGSources", "kIICore", "H")
        | {c for form in FORMS for c in form}
        | {ord(c) for c in MORE}
    )


def face(path, family):
    """The font of this family in a collection."""
    number = 0
    while True:
        font = TTFont(path, fontNumber=number, recalcTimestamp=False)
        if font["name"].getDebugName(1) == family:
            return font
        number += 1


def reduce(font, codes):
    """Leaves these characters alone, without hints and layout rules."""
    options = subset.Options()
    options.hinting, options.layout_features, options.notdef_outline = False, [], True
    options.name_IDs, options.recalc_timestamp = [0, 1, 2, 3, 4, 5, 6, 13, 14], False
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "STAT", "VORG", "vhea", "vmtx"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)


def level(font):
    """Gives the font the toolkit's ascent, descent and space."""
    hhea, os2 = font["hhea"], font["OS/2"]
    hhea.ascent = os2.sTypoAscender = os2.usWinAscent = ASCENT
    hhea.descent = os2.sTypoDescender = DESCENT
    os2.usWinDescent = -DESCENT
    hhea.lineGap = os2.sTypoLineGap = 0
    font["hmtx"][font.getBestCmap()[0x20]] = (SPACE, 0)


def main():
    target = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "..", "assets", "fonts")
    codes = wanted()
    for weight, (name, sha256) in WEIGHTS.items():
        path = os.path.join(FOLDER, name)
        with open(path, "rb") as f:
            got = hashlib.sha256(f.read()).hexdigest()
        if got != sha256:
            sys.exit(f"{path} is not the file it was: sha256 {got}")
        for script, family in SCRIPTS.items():
            font = face(path, family)
            reduce(font, codes)
            level(font)
            out = os.path.join(target, f"han-{script}-{weight}.otf")
            font.save(out)
            print(f"{out}: {os.path.getsize(out):,} bytes, {len(font.getBestCmap()):,} characters")


if __name__ == "__main__":
    main()
