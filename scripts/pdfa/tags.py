# What PDF 1.7 and PDF/UA-1 ask of the tags, as far as our reports go: level U does not demand it, a reader without eyes does.
# SPDX-License-Identifier: MIT
import re

from pdfa import tables
from pdfa.reader import text_of

STANDARD = set("""/Document /Part /Art /Sect /Div /BlockQuote /Caption /TOC /TOCI /Index /P /H1 /H2 /H3 /H4 /H5 /H6 /L /LI
    /Lbl /LBody /Table /TR /TH /TD /THead /TBody /TFoot /Span /Quote /Note /Reference /Code /Link /Figure""".split())
KIDS = {"/Table": {"/TR", "/THead", "/TBody", "/TFoot", "/Caption"}, "/TR": {"/TH", "/TD"}, "/L": {"/LI", "/Caption"},
        "/LI": {"/Lbl", "/LBody"}}
PARENTS = {"/TR": {"/Table", "/THead", "/TBody", "/TFoot"}, "/TH": {"/TR"}, "/TD": {"/TR"}, "/LI": {"/L"}}


class Structure:
    def __init__(self, pdf, pages, say):
        self.pdf, self.pages, self.say = pdf, pages, say
        self.owner, self.level = {}, 0  # (page, MCID) -> element; level of the last heading

    def kids(self, entry):
        kids = self.pdf.get(entry.get("/K"))
        return kids if isinstance(kids, list) else [entry.get("/K")] if kids is not None else []

    def element(self, name, parent, parent_type, page):
        entry = self.pdf.get(name)
        kind = entry.get("/S")
        page = entry.get("/Pg", page)
        if entry.get("/P") != parent:
            self.say("7.1", "%s %s: P is not its parent" % (name, kind))
        if kind not in STANDARD:
            self.say("7.1", "%s: tag %s is not a standard one" % (name, kind))
        if parent_type not in PARENTS.get(kind, {parent_type}):
            self.say("7.2", "%s: %s inside %s" % (name, kind, parent_type))
        if kind == "/Table":
            tables.check(self.pdf, name, self.say)
        if kind == "/Figure" and not text_of(entry.get("/Alt")):
            self.say("7.3", name + ": a figure without a description")
        if re.match(r"/H[1-6]$", kind or ""):
            level = int(kind[2])
            if level > self.level + 1:
                self.say("7.4.2", "%s: heading of level %d after level %d" % (name, level, self.level))
            self.level = level
        for kid in self.kids(entry):
            self.kid(kid, name, kind, page)

    def kid(self, kid, name, kind, page):
        entry = self.pdf.get(kid)
        if kind in KIDS and (isinstance(entry, int) or isinstance(entry, dict) and entry.get("/Type") == "/MCR"):
            self.say("7.2", "%s: %s holds content of its own" % (name, kind))
        if isinstance(entry, dict) and entry.get("/Type") == "/MCR":
            self.content(entry.get("/Pg", page), entry["/MCID"], name)
        elif isinstance(entry, int):
            self.content(page, entry, name)
        elif isinstance(entry, dict) and entry.get("/Type") != "/OBJR":
            if entry.get("/S") not in KIDS.get(kind, {entry.get("/S")}):
                self.say("7.2", "%s: %s has a kid %s" % (name, kind, entry.get("/S")))
            self.element(kid, name, kind, page)

    def content(self, page, number, name):
        if (page, number) in self.owner:
            self.say("7.1", "%s: its content belongs to two tags" % name)
        self.owner[page, number] = name

    def numbers(self, node, found):
        entry = self.pdf.get(node) or {}
        flat = self.pdf.get(entry.get("/Nums")) or []
        found.update(zip(flat[::2], flat[1::2]))
        for kid in self.pdf.get(entry.get("/Kids")) or []:
            self.numbers(kid, found)
        return found

    def page_contents(self, parents):
        for reference, page in self.pages.items():
            listed = self.pdf.get(parents.get(page.page.get("/StructParents"))) or []
            if len(set(page.ids)) != len(page.ids):
                page.say("tags", "an MCID twice")
            for number in page.ids:
                owner = self.owner.get((reference, number))
                if owner is None or number >= len(listed) or listed[number] != owner:
                    page.say("tags", "content %d is not in the structure or its ParentTree" % number)
            if page.untagged:
                page.say("7.1", "%d marks on the paper are neither tagged nor artefacts" % page.untagged)
            if self.pdf.get(page.page.get("/Annots")) and page.page.get("/Tabs") != "/S":
                page.say("7.18.3", "annotations, but no Tabs /S")


def check(pdf, pages, say):
    root = pdf.get(pdf.root.get("/StructTreeRoot"))
    if not root or (pdf.get(pdf.root.get("/MarkInfo")) or {}).get("/Marked") is not True:
        say("7.1", "not tagged")
        return
    language = text_of(pdf.root.get("/Lang")) or ""
    if not re.match(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$", language):
        say("7.2", "no language, or none of RFC 3066: %r" % language)
    if (pdf.get(pdf.root.get("/ViewerPreferences")) or {}).get("/DisplayDocTitle") is not True:
        say("7.1", "no DisplayDocTitle")
    structure = Structure(pdf, pages, say)
    for kid in structure.kids(root):
        structure.element(kid, pdf.root["/StructTreeRoot"], None, None)
    structure.page_contents(structure.numbers(root.get("/ParentTree"), {}))
