#!/usr/bin/env python3
"""prove.py FILE.pdf - shows that check-pdfa can fail: breaks a sound report in many ways, and each must be refused for it.

FILE.pdf should be small and have fonts of both kinds. Status: 0 each was refused, 1 not, 77 qpdf is not installed.
SPDX-License-Identifier: MIT"""
import base64
import copy
import importlib.machinery
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.realpath(__file__))
loader = importlib.machinery.SourceFileLoader("check_pdfa", os.path.join(HERE, "..", "check-pdfa"))
check_pdfa = importlib.util.module_from_spec(importlib.util.spec_from_loader("check_pdfa", loader))
loader.exec_module(check_pdfa)


class Draft:
    """The objects of a PDF, to be changed; JSON as qpdf writes and reads it."""

    def __init__(self, whole):
        self.whole = copy.deepcopy(whole)
        self.objects = self.whole["qpdf"][1]
        self.trailer = self.objects["trailer"]["value"]
        self.root = self.get(self.trailer["/Root"])

    def get(self, reference):
        while isinstance(reference, str):
            entry = self.objects["obj:" + reference]
            reference = entry["value"] if "value" in entry else entry["stream"]["dict"]
        return reference

    def find(self, key, value):
        """The first dictionary that has this."""
        for name, entry in self.objects.items():
            found = entry.get("value", entry.get("stream", {}).get("dict"))
            if name != "trailer" and isinstance(found, dict) and found.get(key) == value:
                return found
        raise LookupError(value)

    def edit(self, reference, change):
        stream = self.objects["obj:" + reference]["stream"]
        stream["data"] = base64.b64encode(change(base64.b64decode(stream["data"]))).decode()

    def page(self):
        return self.find("/Type", "/Page")

    def contents(self, change):
        self.edit(self.page()["/Contents"], change)

    def font(self, kind="/TrueType"):
        return self.find("/Subtype", kind)

    def file(self):
        return self.find("/Type", "/Filespec")

    def xmp(self, old, new):
        def change(data):
            assert old in data
            return data.replace(old, new)
        self.edit(self.root["/Metadata"], change)


def profile(d, at, new):
    d.edit(d.find("/S", "/GTS_PDFA1")["/DestOutputProfile"], lambda b: b[:at] + new + b[at + len(new):])


def drop_cmap(d):
    d.edit(d.get(d.font()["/FontDescriptor"])["/FontFile2"], lambda b: b.replace(b"cmap", b"xmap", 1))


def widen(d):
    d.font()["/Widths"] = [w + 2 if w else 0 for w in d.get(d.font()["/Widths"])]


def widen_composite(d):
    d.font("/CIDFontType2")["/W"] = [0, 99, 5]


def nest(data):
    return b"q " * 29 + data + b" Q" * 29


def of_kind(d, kind):
    return d.find("/S", kind)


def orphan(d):
    of_kind(d, "/H1")["/P"] = d.root["/StructTreeRoot"]


def forget_parent(d):
    numbers = d.get(d.get(d.root["/StructTreeRoot"])["/ParentTree"])
    numbers["/Nums"] = []


def row_of(d, kind):
    """The first row that has such a cell and another."""
    for entry in d.objects.values():
        row = entry.get("value")
        if isinstance(row, dict) and row.get("/S") == "/TR" and isinstance(row["/K"], list):
            if d.get(row["/K"][0])["/S"] == kind or d.get(row["/K"][1])["/S"] == kind:
                return row
    raise LookupError(kind)


def unhead(d):
    for name in row_of(d, "/TH")["/K"]:
        d.get(name).update({"/S": "/TD"})


def attached(d):
    return d.get(d.file()["/EF"]["/F"])


# what is broken, the clause that must be named, how
CHANGES = (
    ("no ID", "6.1.3", lambda d: d.trailer.pop("/ID", None)),
    ("long string", "6.1.13", lambda d: d.root.update({"/X": "u:" + "x" * 32768})),
    ("long name", "6.1.13", lambda d: d.root.update({"/X": "/" + "x" * 128})),
    ("large integer", "6.1.13", lambda d: d.root.update({"/X": 2147483648})),
    ("small real", "6.1.13", lambda d: d.root.update({"/X": "u:TINY"})),
    ("page of 2 points", "6.1.13", lambda d: d.page().update({"/MediaBox": [0, 0, 2, 800]})),
    ("29 q", "6.1.13", lambda d: d.contents(nest)),
    ("half hexadecimal digit", "6.1.6", lambda d: d.contents(lambda b: b + b"\n/Artifact BMC <0> pop EMC")),
    ("unknown operator", "6.2.2", lambda d: d.contents(lambda b: b + b"\nBX zz EX")),
    ("no Resources", "6.2.2", lambda d: d.page().pop("/Resources")),
    ("no output intent", "6.2.3", lambda d: d.root.pop("/OutputIntents")),
    ("profile of a scanner", "6.2.3", lambda d: profile(d, 12, b"scnr")),
    ("profile version 5", "6.2.3", lambda d: profile(d, 8, b"\x05")),
    ("profile for CMYK", "6.2.3", lambda d: profile(d, 16, b"CMYK")),
    ("CMYK ink", "6.2.2", lambda d: d.contents(lambda b: b + b"\n0 0 0 1 k")),
    ("transfer function", "6.2.5", lambda d: d.get(d.page()["/Resources"])["/ExtGState"].update({"/a9": {"/TR": "/X"}})),
    ("blend mode", "6.2.10", lambda d: d.get(d.page()["/Resources"])["/ExtGState"].update({"/a9": {"/BM": "/X"}})),
    ("image", "6.2", lambda d: d.get(d.page()["/Resources"]).update({"/XObject": {"/x": d.root["/Metadata"]}})),
    ("rendering intent", "6.2.6", lambda d: d.contents(lambda b: b"/Loud ri\n" + b)),
    ("font not embedded", "6.2.11.4.1", lambda d: d.get(d.font()["/FontDescriptor"]).pop("/FontFile2")),
    ("font of another kind", "6.2.11.2", lambda d: d.font().update({"/Subtype": "/Type3"})),
    ("Widths too short", "6.2.11.2", lambda d: d.font().update({"/LastChar": 255})),
    ("widths differ", "6.2.11.5", widen),
    ("widths of a composite font differ", "6.2.11.5", widen_composite),
    ("symbolic", "6.2.11.6", lambda d: d.get(d.font()["/FontDescriptor"]).update({"/Flags": 4})),
    ("no cmap", "6.2.11.6", drop_cmap),
    ("no encoding", "6.2.11.6", lambda d: d.font().pop("/Encoding")),
    ("CMap of another kind", "6.2.11.3.3", lambda d: d.font("/Type0").update({"/Encoding": "/90ms-RKSJ-H"})),
    ("no CIDToGIDMap", "6.2.11.3.2", lambda d: d.font("/CIDFontType2").pop("/CIDToGIDMap")),
    ("no CIDSystemInfo", "6.2.11.3.1", lambda d: d.font("/CIDFontType2").pop("/CIDSystemInfo")),
    ("no ToUnicode", "6.2.11.7.2", lambda d: d.font("/Type0").pop("/ToUnicode")),
    ("ToUnicode zero", "6.2.11.7.2",
     lambda d: d.edit(d.font("/Type0")["/ToUnicode"], lambda b: re.sub(rb"(<[0-9a-f]{4}> )<[0-9a-f]+>", rb"\1<0000>", b))),
    (".notdef", "6.2.11.8", lambda d: d.contents(lambda b: re.sub(rb"<0001>Tj", b"<0000>Tj", b))),
    ("annotation without F", "6.3.2", lambda d: d.page().update({"/Annots": [{"/Subtype": "/Link", "/Rect": [0, 0, 9, 9]}]})),
    ("JavaScript", "6.5.1", lambda d: d.page().update({"/Annots": [{"/Subtype": "/Link", "/F": 4, "/A": {"/S": "/JavaScript"}}]})),
    ("action when opened", "6.1-6.11", lambda d: d.root.update({"/AA": {}})),
    ("form", "6.1-6.11", lambda d: d.root.update({"/AcroForm": {"/Fields": []}})),
    ("no metadata", "6.6.2.1", lambda d: d.root.pop("/Metadata")),
    ("XMP not well-formed", "6.6.2.1", lambda d: d.xmp(b"</dc:title>", b"</dc:tile>")),
    ("XMP with a control character", "6.6.2.1", lambda d: d.xmp(b"</rdf:li></rdf:Alt></dc:title>", b"\x01</rdf:li></rdf:Alt></dc:title>")),
    ("XMP packet with encoding", "6.6.2.1", lambda d: d.xmp(b'id="W5', b'encoding="UTF-8" id="W5')),
    ("unknown property", "6.6.2.3.1", lambda d: d.xmp(b"CreatorTool>", b"Creator>")),
    ("property of another type", "6.6.2.3.1", lambda d: d.xmp(b"rdf:Seq>", b"rdf:Bag>")),
    ("part 2", "6.6.4", lambda d: d.xmp(b"<pdfaid:part>3", b"<pdfaid:part>2")),
    ("other dates", "information", lambda d: d.get(d.trailer["/Info"]).update({"/ModDate": "u:D:20200101000000Z"})),
    ("other title", "information", lambda d: d.get(d.trailer["/Info"]).update({"/Title": "u:Other"})),
    ("file not associated", "6.8", lambda d: d.root.pop("/AF")),
    ("no AFRelationship", "6.8", lambda d: d.file().pop("/AFRelationship")),
    ("no UF", "6.8", lambda d: d.file().pop("/UF")),
    ("no MIME type", "6.8", lambda d: attached(d).pop("/Subtype")),
    ("no ModDate", "6.8", lambda d: attached(d)["/Params"].pop("/ModDate")),
    ("not marked", "7.1", lambda d: d.root.pop("/MarkInfo")),
    ("no language", "7.2", lambda d: d.root.pop("/Lang")),
    ("figure or heading of another kind", "7.1", lambda d: of_kind(d, "/H1").update({"/S": "/Headline"})),
    ("a row outside a table", "7.2", lambda d: of_kind(d, "/H1").update({"/S": "/TR"})),
    ("a cell outside a row", "7.2", lambda d: of_kind(d, "/H1").update({"/S": "/TD"})),
    ("a row with a cell less", "7.2", lambda d: row_of(d, "/TD")["/K"].pop()),
    ("a cell over two columns", "7.2", lambda d: of_kind(d, "/TD").update({"/A": {"/O": "/Table", "/ColSpan": 2}})),
    ("a cell on another", "7.2", lambda d: of_kind(d, "/TH").update({"/A": {"/O": "/Table", "/Scope": "/Column", "/RowSpan": 9}})),
    ("a table without rows", "7.2", lambda d: of_kind(d, "/Table").pop("/K")),
    ("text in a row, in no cell", "7.2", lambda d: row_of(d, "/TD")["/K"].append(9999)),
    ("a list in a table", "7.2", lambda d: of_kind(d, "/TR").update({"/S": "/LI"})),
    ("a header without a scope", "7.5", lambda d: of_kind(d, "/TH").pop("/A")),
    ("a scope of another kind", "7.5", lambda d: of_kind(d, "/TH").update({"/A": {"/O": "/Table", "/Scope": "/All"}})),
    ("cells without a header", "7.5", unhead),
    ("headers by name", "7.5", lambda d: of_kind(d, "/TD").update({"/A": {"/O": "/Table", "/Headers": []}})),
    ("a leap of headings", "7.4.2", lambda d: of_kind(d, "/H1").update({"/S": "/H3"})),
    ("a wrong parent", "7.1", orphan),
    ("no ParentTree", "tags", forget_parent),
    ("untagged paper", "7.1", lambda d: d.contents(lambda b: b + b"\n0 0 9 9 re f")),
    ("tag in a tag", "tags", lambda d: d.contents(lambda b: b"/P <</MCID 0>> BDC\n" + b + b"\nEMC")),
)

# the same of the bytes of the file
BYTES = (
    ("header not at the start", "6.1.2", lambda b: b.replace(b"%PDF-1.7", b"%PDF-2.0", 1)),
    ("bytes after the end", "6.1.3", lambda b: b + b"more"),
    ("no line end before endstream", "6.1.7.1", lambda b: b.replace(b"\nendstream", b" endstream", 1)),
    ("spacing of obj", "6.1.9", lambda b: b.replace(b"\n1 0 obj\n", b"\n1 0 obj ", 1)),
    ("spacing of endobj", "6.1.9", lambda b: b.replace(b"\nendobj\n", b"\nendobj ", 1)),
)


def write(draft, path):
    with open(path + ".json", "w", encoding="utf-8") as file:
        file.write(json.dumps(draft.whole).replace('"u:TINY"', "0." + "0" * 38 + "1"))
    subprocess.run(["qpdf", "--json-input", "--newline-before-endstream", "--object-streams=generate",
                    path + ".json", path], check=True, capture_output=True)
    if "/ID" in draft.trailer:
        return
    with open(path, "rb") as file:
        data = file.read()
    with open(path, "wb") as file:  # qpdf always writes an ID
        file.write(data.replace(b"/ID [", b"/IX [", 1))


def refused(path, name, clause):
    found = check_pdfa.check(path)
    if any(" %s " % clause in line for line in found):
        return True
    print("prove: %s was not refused by %s: %s" % (name, clause, found[:3]), file=sys.stderr)
    return False


def prove(sound, folder):
    path = os.path.join(folder, "broken.pdf")
    whole = json.loads(subprocess.run(["qpdf", "--json=2", "--json-stream-data=inline", "--decode-level=generalized", sound],
                                      check=True, capture_output=True).stdout)
    write(Draft(whole), path)
    good = not check_pdfa.check(path)
    if not good:
        print("prove: the report is refused as it is: %s" % check_pdfa.check(path)[:3], file=sys.stderr)
    for name, clause, change in CHANGES:
        draft = Draft(whole)
        change(draft)
        write(draft, path)
        good = refused(path, name, clause) and good
    for name, clause, change in BYTES:
        with open(sound, "rb") as file:
            data = file.read()
        with open(path, "wb") as file:
            file.write(change(data))
        good = refused(path, name, clause) and good
    return good


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if not shutil.which("qpdf"):
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        good = prove(sys.argv[1], folder)
    if good:
        print("pdfa: %d broken reports were refused" % (len(CHANGES) + len(BYTES)))
    sys.exit(0 if good else 1)


main()
