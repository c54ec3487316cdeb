#!/usr/bin/env python3
"""Makes the fonts in assets/fonts from Noto Sans HK and Noto Sans SC.

  .ci/fonts.py [DIR]      (make fonts installs what it needs, then runs it)

Each file holds Han characters, kana, full-width forms and the space, and no
Latin letter: those come from the toolkit's own font. Space, ascent and descent
are that font's, so that a line of text is as wide, as high and stands as it
would without. What people type is not known before, so both scripts hold the
same characters: Big5's and GB2312's common ones and those of Hong Kong
(Unihan's kHKGlyph and kIICore H). A character that one family lacks is taken
from the other.
"""
import base64
import bz2
import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile

from fontTools import merge, subset
from fontTools.ttLib import TTFont

# The npm packages, by exact version and hash. Their outlines are TrueType,
# which PDF writers need; as CFF they would be smaller.
SOURCES = {
    "hk": ("@expo-google-fonts/noto-sans-hk@0.4.3", "NotoSansHK", "jPBN2bE492eP4xPhUdmgbmYIOoqkzBPoF+upZYr9meQF3nuwY2ajmjMNtaSMrTlOXWV53td+ru/kFTcZ7/v7fg=="),
    "sc": ("@expo-google-fonts/noto-sans-sc@0.4.3", "NotoSansSC", "9rAwdFTFHbO/u6Cs0gj2jZbW74TGIiaFNQnXYH2s5wA1bzVkwbaviL4t8YUV642eGYjg86eH6DkAEQmfNHDncQ=="),
}
WEIGHTS = {"regular": "400Regular", "bold": "700Bold"}

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


def fetch(folder, package, sha512):
    out = subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True)
    path = os.path.join(folder, out.stdout.split()[-1])
    with open(path, "rb") as f:
        got = base64.b64encode(hashlib.sha512(f.read()).digest()).decode()
    if got != sha512:
        sys.exit(f"{package} is not the file it was: sha512 {got}")
    return tarfile.open(path)


def reduced(data, codes):
    """The font with these characters alone, without hints and layout rules."""
    options = subset.Options()
    options.hinting, options.layout_features, options.notdef_outline = False, [], True
    options.name_IDs, options.recalc_timestamp = [0, 1, 2, 3, 4, 5, 6, 13, 14], False
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "STAT", "VORG", "gasp", "prep", "vhea", "vmtx"]
    font = TTFont(data, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    return font


def covered(data):
    return set(TTFont(data, lazy=True).getBestCmap())


def level(font):
    """Gives the font the toolkit's ascent, descent and space."""
    hhea, os2 = font["hhea"], font["OS/2"]
    hhea.ascent = os2.sTypoAscender = os2.usWinAscent = ASCENT
    hhea.descent = os2.sTypoDescender = DESCENT
    os2.usWinDescent = -DESCENT
    hhea.lineGap = os2.sTypoLineGap = 0
    font["hmtx"][font.getBestCmap()[0x20]] = (SPACE, 0)


def build(own, other, codes, out, folder):
    here = codes & covered(own)
    parts = [(own, here), (other, (codes - here) & covered(other))]
    paths = []
    for i, (data, part) in enumerate(parts):
        paths.append(os.path.join(folder, f"part{i}.ttf"))
        data.seek(0)
        reduced(data, part).save(paths[-1])
    font = merge.Merger().merge(paths)
    level(font)
    font["post"].formatType = 3.0  # no names of glyphs
    font.recalcTimestamp = False
    font["head"].modified = font["head"].created
    font.save(out)
    print(f"{out}: {os.path.getsize(out):,} bytes, {len(font.getBestCmap()):,} characters, {len(parts[1][1]):,} of them from the other family")


def main():
    target = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "..", "assets", "fonts")
    codes = wanted()
    with tempfile.TemporaryDirectory() as folder:
        packages = {script: fetch(folder, package, sha) for script, (package, _, sha) in SOURCES.items()}

        def face(script, weight):
            name = f"package/{weight}/{SOURCES[script][1]}_{weight}.ttf"
            return packages[script].extractfile(name)

        for name, weight in WEIGHTS.items():
            for script, other in (("hk", "sc"), ("sc", "hk")):
                out = os.path.join(target, f"han-{script}-{name}.ttf")
                build(face(script, weight), face(other, weight), codes, out, folder)
        with open(os.path.join(target, "LICENSE.txt"), "wb") as f:
            f.write(packages["hk"].extractfile("package/LICENSE_FONT").read())


if __name__ == "__main__":
    main()
