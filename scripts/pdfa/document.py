# The rules of ISO 19005-3 about the file, its objects, its catalogue, its metadata and its attachments.
# Each function takes the Pdf and say(clause, text), which notes a violation.
# SPDX-License-Identifier: MIT
import re
import xml.etree.ElementTree as tree

from pdfa.reader import Unreadable, bytes_of, is_name, is_text, text_of, tokens, walk

FILTERS = {"/ASCIIHexDecode", "/ASCII85Decode", "/FlateDecode", "/RunLengthDecode", "/DCTDecode"}
ACTIONS = {"/GoTo", "/GoToR", "/GoToE", "/Thread", "/URI", "/SubmitForm"}
NOT_IN_CATALOGUE = ("/AA", "/NeedsRendering", "/Requirements", "/Perms", "/AcroForm", "/OCProperties", "/OpenAction",
                    "/Collection")
GREATEST, LEAST_REAL = 2147483647, 1.175e-38


def bytes_of_file(pdf, say):
    raw = pdf.raw
    if not re.match(rb"%PDF-1\.[0-7](\r\n|\n|\r)%[\x80-\xff]{4}", raw):
        say("6.1.2", "the header is not %PDF-1.n and a comment of four high bytes")
    if not re.search(rb"%%EOF(\r\n|\n|\r)?$", raw):
        say("6.1.3", "bytes after the last %%EOF")
    if re.search(rb"[\r\n]xref", raw) and not re.search(rb"[\r\n]xref(\r\n|\n|\r)\d+ \d+ ?(\r\n|\n|\r)", raw):
        say("6.1.4", "spacing after xref")
    try:
        places = pdf.offsets()
    except (AttributeError, KeyError, TypeError, IndexError):
        say("6.1.4", "no cross-reference where startxref points")
        return
    for number, place in sorted(places.items()):
        one_object(pdf, number, place, say)


def one_object(pdf, number, place, say):
    raw, name = pdf.raw, "%d 0 R" % number
    head = re.compile(rb"%d 0 obj(\r\n|\n|\r)" % number).match(raw, place)
    if not head or raw[place - 1:place] not in (b"\n", b"\r"):
        say("6.1.9", name + ": spacing of obj")
        return
    at = head.end()
    if pdf.is_stream(name):
        begin = re.compile(rb"stream(\r\n|\n)").search(raw, at)
        hexadecimal(raw[at:begin.start()], name, say)
        at = begin.end() + pdf.get(pdf.get(name)["/Length"])
        end = re.compile(rb"(\r\n|\n|\r)endstream").match(raw, at)
        if not end:
            say("6.1.7.1", name + ": Length is not the stream's, or no line end before endstream")
            return
        at = end.end()
        ends = re.compile(rb"[\r\n]+endobj(\r\n|\n|\r)").match(raw, at)
    else:
        ends = re.compile(rb"[\r\n]endobj(\r\n|\n|\r)").search(raw, at)
        if ends:
            hexadecimal(raw[at:ends.start()], name, say)
    if not ends:
        say("6.1.9", name + ": spacing of endobj")


def hexadecimal(data, name, say):
    try:
        for kind, value in tokens(data):
            if kind == "hex" and not re.match(rb"(\s*[0-9A-Fa-f]\s*[0-9A-Fa-f]\s*)*$", value):
                say("6.1.6", "%s: hexadecimal string %r" % (name, value[:20]))
    except Unreadable as problem:
        say("6.1.6", "%s: %s" % (name, problem))


def limits(pdf, say):
    if len(pdf.as_written) > 8388607:
        say("6.1.13", "too many objects")
    for name, value in pdf.everything():
        for part in walk(value):
            one_limit(name, part, say)
        if pdf.is_stream(name):
            stream(name, value, say)
            if value.get("/Type") == "/ObjStm":
                hexadecimal(pdf.data(name), name, say)


def one_limit(name, part, say):
    if isinstance(part, float) and (abs(part) > 3.403e38 or 0 < abs(part) < LEAST_REAL):
        say("6.1.13", "%s: real number %g" % (name, part))
    elif isinstance(part, int) and not isinstance(part, bool) and not -GREATEST - 1 <= part <= GREATEST:
        say("6.1.13", "%s: integer %d" % (name, part))
    elif is_name(part) and len(part.encode()) > 128:
        say("6.1.13", name + ": name of more than 127 bytes")
    elif is_text(part) and len(bytes_of(part)) > 32767:
        say("6.1.13", name + ": string of more than 32767 bytes")
    elif isinstance(part, str) and part.startswith("n:"):
        say("6.1.8", name + ": name that is not UTF-8")


def stream(name, value, say):
    for key in ("/F", "/FFilter", "/FDecodeParms"):
        if key in value:
            say("6.1.7.1", "%s: stream with %s" % (name, key))
    filters = value.get("/Filter", [])
    for used in filters if isinstance(filters, list) else [filters]:
        if used not in FILTERS:
            say("6.1.7.2", "%s: filter %s" % (name, used))


def trailer(pdf, say):
    ids = pdf.trailer.get("/ID")
    if not isinstance(ids, list) or len(ids) != 2 or not all(is_text(i) and len(bytes_of(i)) > 0 for i in ids):
        say("6.1.3", "no ID in the trailer")
    if "/Encrypt" in pdf.trailer:
        say("6.1.3", "encrypted")


def catalogue(pdf, say):
    for key in NOT_IN_CATALOGUE:
        if key in pdf.root:
            say("6.1-6.11", "the catalogue has " + key)
    names = pdf.get(pdf.root.get("/Names")) or {}
    for key in ("/JavaScript", "/AlternatePresentations"):
        if key in names:
            say("6.5/6.10", "the catalogue's names have " + key)
    for name, value in pdf.everything():
        for part in walk(value):
            if isinstance(part, dict):
                action(pdf, name, part, say)


def action(pdf, name, part, say):
    if "/AA" in part or "/JS" in part:
        say("6.5", name + ": additional actions or JavaScript")
    if "/A" in part and isinstance(pdf.get(part["/A"]), dict):
        kind = pdf.get(part["/A"]).get("/S")
        if kind is not None and kind not in ACTIONS and part.get("/Type") != "/StructElem":
            say("6.5.1", "%s: action %s" % (name, kind))


# ---- colour of the output ------------------------------------------------------------------------------------------------

def output_intent(pdf, say):
    intents = [pdf.get(i) for i in pdf.get(pdf.root.get("/OutputIntents")) or []]
    ours = [i for i in intents if i.get("/S") == "/GTS_PDFA1"]
    if len(ours) != 1 or len(intents) != 1:
        say("6.2.3", "not exactly one output intent of PDF/A")
        return
    profile = pdf.data(ours[0].get("/DestOutputProfile"))
    if profile is None:
        say("6.2.3", "the output intent has no profile")
    elif int.from_bytes(profile[:4], "big") != len(profile) or profile[36:40] != b"acsp":
        say("6.2.3", "the profile is not a whole ICC profile")
    elif profile[12:16] not in (b"mntr", b"prtr") or profile[16:20] != b"RGB " or profile[8] >= 5:
        say("6.2.3", "the profile is not of an RGB output device, version below 5")
    elif pdf.get(ours[0]["/DestOutputProfile"]).get("/N") != 3:
        say("6.2.3", "N of the profile is not 3")
    if not is_text(ours[0].get("/OutputConditionIdentifier")):
        say("6.2.3", "no OutputConditionIdentifier")


# ---- metadata ------------------------------------------------------------------------------------------------------------

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
DC, XMP = "{http://purl.org/dc/elements/1.1/}", "{http://ns.adobe.com/xap/1.0/}"
PDF, PDFAID = "{http://ns.adobe.com/pdf/1.3/}", "{http://www.aiim.org/pdfa/ns/id/}"
FORMS = {DC + "title": "Alt", DC + "description": "Alt", DC + "creator": "Seq", DC + "language": "Bag", DC + "format": "",
         XMP + "CreateDate": "date", XMP + "ModifyDate": "date", XMP + "MetadataDate": "date", XMP + "CreatorTool": "",
         PDF + "Producer": "", PDF + "Keywords": "", PDFAID + "part": "", PDFAID + "conformance": ""}
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$")


def metadata(pdf, say):
    name = pdf.root.get("/Metadata")
    packet, entry = pdf.data(name), pdf.get(name) or {}
    if packet is None or entry.get("/Type") != "/Metadata" or entry.get("/Subtype") != "/XML":
        say("6.6.2.1", "no metadata stream")
        return
    head = re.match(rb"\s*<\?xpacket ([^?]*)\?>", packet)
    if not head or b"bytes=" in head.group(1) or b"encoding=" in head.group(1):
        say("6.6.2.1", "the header of the XMP packet is absent, or has bytes or encoding")
    try:
        packet.decode("utf-8")
        root = tree.fromstring(packet)
    except (UnicodeDecodeError, tree.ParseError) as problem:
        say("6.6.2.1", "the XMP is not well-formed UTF-8: %s" % problem)
        return
    found = {}
    for description in root.iter(RDF + "Description"):
        for item in description:
            found[item.tag] = one_property(item, say)
    if (found.get(PDFAID + "part"), found.get(PDFAID + "conformance")) != ("3", "U"):
        say("6.6.4", "the XMP does not say part 3, conformance U")
    for prefix, space in (("pdfaid", PDFAID), ("dc", DC), ("xmp", XMP), ("pdf", PDF)):
        if ('xmlns:%s="%s"' % (prefix, space[1:-1])).encode() not in packet:
            say("6.6.4", "the XMP does not use the prefix " + prefix)
    information(pdf, found, say)


def one_property(item, say):
    form = FORMS.get(item.tag)
    if form is None:
        say("6.6.2.3.1", "property %s is of no predefined schema" % item.tag)
    elif form in ("", "date"):
        if len(item) or (form == "date" and not DATE.match(item.text or "")):
            say("6.6.2.3.1", "property %s has a value of another type" % item.tag)
        return item.text
    else:
        entries = item.findall(RDF + form + "/" + RDF + "li")
        if not entries or (form == "Alt" and entries[0].get(LANG) != "x-default"):
            say("6.6.2.3.1", "property %s has a value of another type" % item.tag)
        return entries[0].text if entries else None
    return None


def information(pdf, found, say):
    """Not demanded by part 3, but two answers to one question are no evidence."""
    info = pdf.get(pdf.trailer.get("/Info")) or {}
    for key, tag in (("/Title", DC + "title"), ("/Author", DC + "creator"), ("/Subject", DC + "description"),
                     ("/Creator", XMP + "CreatorTool"), ("/Producer", PDF + "Producer")):
        if (text_of(info.get(key)) or "") != (found.get(tag) or ""):
            say("information", "%s is not the XMP's" % key)
    for key, tag in (("/CreationDate", XMP + "CreateDate"), ("/ModDate", XMP + "ModifyDate")):
        if (text_of(info.get(key)) or "") != "D:" + re.sub("[-T:]", "", found.get(tag) or ""):
            say("information", "%s is not the XMP's" % key)


# ---- attachments ---------------------------------------------------------------------------------------------------------

def attachments(pdf, say):
    associated = pdf.get(pdf.root.get("/AF")) or []
    for name, value in pdf.everything():
        for part in walk(value):
            if isinstance(part, dict) and "/EF" in part:
                if name not in associated:
                    say("6.8", name + ": the file is not associated with the document (AF)")
                attachment(pdf, name, part, say)


def attachment(pdf, name, part, say):
    if not text_of(part.get("/F")) or not text_of(part.get("/UF")):
        say("6.8", name + ": no F or UF")
    if part.get("/AFRelationship") not in ("/Source", "/Data", "/Alternative", "/Supplement", "/Unspecified"):
        say("6.8", name + ": no AFRelationship")
    for stream_name in set(pdf.get(part["/EF"]).values()):
        entry = pdf.get(stream_name)
        if not re.match(r"/[-\w+.]+/[-\w+.]+$", entry.get("/Subtype", ""), re.ASCII):
            say("6.8", stream_name + ": no MIME type")
        parameters = pdf.get(entry.get("/Params")) or {}
        if parameters.get("/Size") != len(pdf.data(stream_name)):
            say("6.8", stream_name + ": Size is not the file's")
        if not re.match(r"D:\d{14}(Z|[+-])", text_of(parameters.get("/ModDate")) or ""):
            say("6.8", stream_name + ": no ModDate")


RULES = (bytes_of_file, limits, trailer, catalogue, output_intent, metadata, attachments)
