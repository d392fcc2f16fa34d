# The rules of ISO 19005-3 about pages: operators, colours, graphics states, fonts and every glyph shown, annotations.
# What our reports never have (images, forms, patterns, spot colours, Type 3 fonts) is a violation here, not looked into.
# SPDX-License-Identifier: MIT
import struct

from pdfa.fonts import Cff, TrueType, to_unicode
from pdfa.reader import Unreadable, tokens

OPERATORS = set("""q Q cm w J j M d ri i gs m l c v y h re S s f F f* B B* b b* n W W* BT ET Tc Tw Tz TL Tf Tr Ts Td TD Tm
    T* Tj TJ ' " rg RG g G MP DP BMC BDC EMC""".split())
INTENTS = {b"/RelativeColorimetric", b"/AbsoluteColorimetric", b"/Perceptual", b"/Saturation"}
BLENDS = {"/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten", "/ColorDodge",
          "/ColorBurn", "/HardLight", "/SoftLight", "/Difference", "/Exclusion", "/Hue", "/Saturation", "/Color",
          "/Luminosity"}


class Font:
    """A font dictionary with its program. codes(text) cuts a string; glyph(code) says (present, width, width stated)."""

    def __init__(self, pdf, name, say):
        self.pdf, self.name, self.say = pdf, name, say
        self.entry = pdf.get(name)
        self.seen, self.program = set(), None
        self.composite = self.entry.get("/Subtype") == "/Type0"
        self.font = pdf.get(pdf.get(self.entry["/DescendantFonts"])[0]) if self.composite else self.entry
        self.kind = self.font.get("/Subtype")
        self.unicode, lengths = to_unicode(pdf.data(self.entry.get("/ToUnicode")) or b"")
        if lengths and lengths != {2 if self.composite else 1}:
            self.fault("6.2.11.7.2", "ToUnicode has codes of another length")
        self.dictionary()
        self.load()

    def fault(self, clause, text):
        self.say(clause, "%s %s: %s" % (self.name, self.entry.get("/BaseFont"), text))

    def dictionary(self):
        if self.kind not in ("/TrueType", "/CIDFontType0", "/CIDFontType2"):
            self.fault("6.2.11.2", "a font of kind %s" % self.kind)
        for entry in (self.entry, self.font):
            if entry.get("/Type") != "/Font" or not entry.get("/BaseFont"):
                self.fault("6.2.11.2", "no Type or BaseFont")
        if self.composite:
            self.composite_dictionary()
        else:
            self.simple_dictionary()

    def composite_dictionary(self):
        if self.entry.get("/Encoding") not in ("/Identity-H", "/Identity-V"):
            self.fault("6.2.11.3.3", "a CMap other than Identity")
        system = self.pdf.get(self.font.get("/CIDSystemInfo")) or {}
        if not all(key in system for key in ("/Registry", "/Ordering", "/Supplement")):
            self.fault("6.2.11.3.1", "no CIDSystemInfo")
        if self.kind == "/CIDFontType2" and self.font.get("/CIDToGIDMap") != "/Identity":
            self.fault("6.2.11.3.2", "no CIDToGIDMap /Identity")
        self.widths, at, stated = {}, 0, self.pdf.get(self.font.get("/W")) or []
        while at < len(stated):
            if isinstance(stated[at + 1], list):
                self.widths.update(enumerate(stated[at + 1], stated[at]))
                at += 2
            else:
                self.widths.update((cid, stated[at + 2]) for cid in range(stated[at], stated[at + 1] + 1))
                at += 3

    def simple_dictionary(self):
        first, last = self.font.get("/FirstChar"), self.font.get("/LastChar")
        stated = self.pdf.get(self.font.get("/Widths"))
        if not isinstance(first, int) or not isinstance(last, int) or not isinstance(stated, list) or \
                len(stated) != last - first + 1:
            self.fault("6.2.11.2", "FirstChar, LastChar and Widths do not agree")
            stated = []
        self.widths = dict(enumerate(stated, first or 0))

    def load(self):
        descriptor = self.pdf.get(self.font.get("/FontDescriptor")) or {}
        key = "/FontFile3" if self.kind == "/CIDFontType0" else "/FontFile2"
        data = self.pdf.data(descriptor.get(key))
        if data is None:
            self.fault("6.2.11.4.1", "not embedded")
            return
        if key == "/FontFile3" and self.pdf.get(descriptor[key]).get("/Subtype") != "/CIDFontType0C":
            self.fault("6.2.11.2", "a font program of another kind")
        if "/CharSet" in descriptor or "/CIDSet" in descriptor:
            self.fault("6.2.11.4.2", "CharSet or CIDSet, which is not looked into")
        try:
            self.program = Cff(data) if key == "/FontFile3" else TrueType(data)
        except (ValueError, KeyError, IndexError, struct.error) as problem:
            self.fault("6.2.11.2", "the font program is broken: %s" % problem)
        if not self.composite and self.program:
            self.true_type(descriptor.get("/Flags", 0))

    def true_type(self, flags):
        symbolic, encoding = flags & 4 != 0, self.font.get("/Encoding")
        if symbolic or not flags & 32:
            self.fault("6.2.11.6", "a symbolic TrueType font, or none of both")
        if encoding != "/WinAnsiEncoding":
            self.fault("6.2.11.6", "no WinAnsiEncoding")
        if (3, 1) not in self.program.cmaps:
            self.fault("6.2.11.6", "no Unicode cmap")

    def codes(self, text):
        return [text[i] << 8 | text[i + 1] for i in range(0, len(text) - 1, 2)] if self.composite else list(text)

    def glyph(self, code):
        if self.composite:
            return code if self.program.has(code) else None
        try:
            glyph = self.program.glyph_of(ord(bytes([code]).decode("cp1252")))
        except UnicodeDecodeError:
            return None
        return glyph if self.program.has(glyph) else None

    def show(self, text):
        for code in self.codes(text):
            if code in self.seen or self.program is None:
                continue
            self.seen.add(code)
            self.check(code)
        if self.composite and len(text) % 2:
            self.fault("6.2.11.4.1", "half a code")

    def check(self, code):
        glyph = self.glyph(code)
        if glyph is None:
            self.fault("6.2.11.8" if code == 0 else "6.2.11.4.1", "no glyph for code %d" % code)
            return
        if isinstance(self.program, Cff) and not self.program.whole(code):
            self.fault("6.2.11.4.1", "code %d, %r: the glyph's program is broken" % (code, self.unicode.get(code)))
        stated = self.widths.get(code, self.font.get("/DW", 1000) if self.composite else 0)
        if abs(self.program.width(glyph) - stated) > 1:
            self.fault("6.2.11.5", "code %d: width %s stated, %s in the font" % (code, stated, self.program.width(glyph)))
        text = self.unicode.get(code)
        if not text:
            self.fault("6.2.11.7.2", "code %d: no Unicode" % code)
        elif any(c in "\0\uFEFF\uFFFE" for c in text):
            self.fault("6.2.11.7.2", "code %d: Unicode %r" % (code, text))


class Page:
    def __init__(self, pdf, number, page, fonts, say):
        self.pdf, self.number, self.page, self.fonts = pdf, number, page, fonts
        self.say = lambda clause, text: say(clause, "page %d: %s" % (number, text))
        self.resources = pdf.get(page.get("/Resources"))
        self.font, self.depth, self.marks, self.ids, self.untagged = None, 0, [], [], 0

    def check(self):
        box = self.pdf.get(self.page.get("/MediaBox"))
        if not box or not all(3 <= abs(box[i + 2] - box[i]) <= 14400 for i in (0, 1)):
            self.say("6.1.13", "MediaBox")
        if "/AA" in self.page or "/PresSteps" in self.page:
            self.say("6.5.2", "additional actions or PresSteps")
        if not isinstance(self.resources, dict):
            self.say("6.2.2", "no Resources of its own")
            return
        for key in ("/XObject", "/Pattern", "/Shading", "/ColorSpace"):
            if self.pdf.get(self.resources.get(key)):
                self.say("6.2", "resources of kind %s, which are not looked into" % key)
        for state in (self.pdf.get(self.resources.get("/ExtGState")) or {}).values():
            self.graphics_state(self.pdf.get(state))
        for annotation in self.pdf.get(self.page.get("/Annots")) or []:
            self.annotation(self.pdf.get(annotation))
        self.content()

    def graphics_state(self, state):
        for key in state:
            if key not in ("/Type", "/CA", "/ca", "/BM", "/LW", "/SMask"):
                self.say("6.2.5", "graphics state with " + key)
        if state.get("/BM", "/Normal") not in BLENDS:
            self.say("6.2.10", "blend mode %s" % state["/BM"])

    def annotation(self, entry):
        flags = entry.get("/F")
        if entry.get("/Subtype") != "/Link":
            self.say("6.3.1", "an annotation of kind %s" % entry.get("/Subtype"))
        if flags is None or flags & 4 == 0 or flags & (1 | 2 | 32 | 256):
            self.say("6.3.2", "an annotation that is not printed")
        if "/AP" in entry:
            self.say("6.3.3", "a link with an appearance")

    def content(self):
        contents = self.page.get("/Contents")
        parts = self.pdf.get(contents) if not self.pdf.is_stream(contents) else [contents]
        operands = []
        try:
            for kind, value in tokens(b"\n".join(self.pdf.data(p) for p in parts or [])):
                if kind == "hex":
                    value = b"".join(value.split())
                    if len(value) % 2 or value.strip(b"0123456789abcdefABCDEF"):
                        self.say("6.1.6", "hexadecimal string %r" % value[:20])
                    operands.append(bytes.fromhex((value + b"0" * (len(value) % 2)).decode()))
                elif kind != "word" or value in (b"true", b"false", b"null"):
                    operands.append((kind, value) if kind in ("number", "name", "mark") else value)
                else:
                    self.operator(value.decode("latin-1"), operands)
                    operands = []
        except (Unreadable, ValueError) as problem:
            self.say("6.2.2", "the content can not be read: %s" % problem)
        if self.marks or self.depth:
            self.say("6.2.2", "q or marked content is not closed")

    def operator(self, name, operands):
        if name not in OPERATORS:
            self.say("6.2.2", "operator %s" % name)
        elif name in ("q", "Q"):
            self.depth += 1 if name == "q" else -1
            if not 0 <= self.depth <= 28:
                self.say("6.1.13", "q/Q nested %d deep" % self.depth)
        elif name == "Tf":
            reference = (self.pdf.get(self.resources.get("/Font")) or {}).get(operands[0][1].decode())
            if reference is None:
                self.say("6.2.2", "a font that is not in Resources")
            elif reference not in self.fonts:
                self.fonts[reference] = Font(self.pdf, reference, lambda clause, text: self.say(clause, text))
            self.font = self.fonts.get(reference)
        elif name in ("Tj", "TJ", "'", '"'):
            for text in operands:
                if isinstance(text, bytes) and self.font:
                    self.font.show(text)
        elif name == "ri" and operands[0][1] not in INTENTS:
            self.say("6.2.6", "rendering intent")
        elif name in ("BMC", "BDC"):
            self.mark(operands)
        elif name == "EMC" and not self.marks:
            self.say("6.2.2", "EMC without a beginning")
        elif name == "EMC":
            self.marks.pop()
        if any(isinstance(o, bytes) and len(o) > 32767 for o in operands):
            self.say("6.1.13", "string of more than 32767 bytes")
        if name in ("Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*") and not any(self.marks):
            self.untagged += 1

    def mark(self, operands):
        """Keeps of each mark whether it is an artefact or part of the structure."""
        tag = operands[0][1]
        words = [o[1] if isinstance(o, tuple) else o for o in operands]
        if b"/MCID" in words:
            self.ids.append(int(words[words.index(b"/MCID") + 1]))
            if any(self.marks):
                self.say("tags", "tagged content inside tagged content or an artefact")
        elif tag == b"/Artifact" and any(self.marks):
            self.say("tags", "an artefact inside tagged content")
        self.marks.append(b"/MCID" in words or tag == b"/Artifact")


def all_pages(pdf, node):
    entry = pdf.get(node)
    if entry.get("/Type") == "/Pages":
        for kid in pdf.get(entry["/Kids"]):
            yield from all_pages(pdf, kid)
    else:
        yield node, entry


def check(pdf, say):
    """Returns the pages by their reference, for the rules about tags."""
    fonts, pages = {}, {}
    for number, (reference, entry) in enumerate(all_pages(pdf, pdf.root["/Pages"]), 1):
        pages[reference] = Page(pdf, number, entry, fonts, say)
        pages[reference].check()
    return pages
