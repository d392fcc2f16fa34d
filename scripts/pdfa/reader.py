# A PDF as qpdf reads it, and its bytes: objects, decoded streams, tokens, where each object stands in the file.
# SPDX-License-Identifier: MIT
import base64
import json
import re
import subprocess


class Unreadable(Exception):
    pass


def qpdf_json(path, *options):
    run = subprocess.run(["qpdf", "--json=2", *options, path], capture_output=True, check=False)
    if run.returncode != 0:
        raise Unreadable(run.stderr.decode("utf-8", "replace").strip() or "qpdf failed")
    return json.loads(run.stdout)["qpdf"][1]


REFERENCE = re.compile(r"\d+ \d+ R$")


class Pdf:
    """Values are those of qpdf's JSON: names start with "/", texts with "u:" or "b:", references end in " R"."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.raw = file.read()
        self.as_written = qpdf_json(path)
        self.objects = qpdf_json(path, "--json-stream-data=inline", "--decode-level=generalized")
        self.trailer = self.objects["trailer"]["value"]
        self.root = self.get(self.trailer.get("/Root"))

    def get(self, value):
        """What a reference leads to: a value, or the dictionary of a stream as it stands in the file."""
        while isinstance(value, str) and REFERENCE.match(value):
            found = self.as_written.get("obj:" + value)
            if found is None:
                return None
            value = found["value"] if "value" in found else found["stream"]["dict"]
        return value

    def is_stream(self, reference):
        return isinstance(reference, str) and "stream" in self.objects.get("obj:" + reference, {})

    def data(self, reference):
        """The decoded bytes of a stream."""
        if not self.is_stream(reference):
            return None
        return base64.b64decode(self.objects["obj:" + reference]["stream"]["data"])

    def everything(self):
        """(number, value or stream dictionary) of every object."""
        for key in self.as_written:
            if key.startswith("obj:"):
                yield key[4:], self.get(key[4:])

    def offsets(self):
        """{object number: place in the file}, from the cross-reference that startxref names."""
        start = int(re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", self.raw).group(1))
        if self.raw.startswith(b"xref", start):
            return self.table_offsets(start)
        number = re.match(rb"(\d+) (\d+) obj", self.raw[start:]).group(0)[:-4].decode() + " R"
        widths, size = self.get(number)["/W"], self.get(number)["/Size"]
        fields = self.data(number)
        at, found = 0, {}
        index = self.get(number).get("/Index", [0, size])
        for first, count in zip(index[::2], index[1::2]):
            for n in range(first, first + count):
                parts = []
                for width in widths:
                    parts.append(int.from_bytes(fields[at:at + width], "big") if width else 1)
                    at += width
                if parts[0] == 1:
                    found[n] = parts[1]
        return found

    def table_offsets(self, start):
        found, n = {}, 0
        for line in self.raw[start:].splitlines()[1:]:
            if re.match(rb"\d+ \d+\s*$", line):
                n = int(line.split()[0])
            elif re.match(rb"\d{10} \d{5} [nf]", line):
                if line[17:18] == b"n":
                    found[n] = int(line[:10])
                n += 1
            else:
                break
        return found


def text_of(value):
    if isinstance(value, str) and value.startswith("u:"):
        return value[2:]
    return None


def bytes_of(value):
    """A string's bytes, about as the file has them."""
    if value.startswith("b:"):
        return bytes.fromhex(value[2:])
    text = value[2:]
    return text.encode("latin-1") if all(ord(c) < 256 for c in text) else text.encode("utf-16")


def is_text(value):
    return isinstance(value, str) and value[:2] in ("u:", "b:")


def is_name(value):
    return isinstance(value, str) and (value.startswith("/") or value.startswith("n:/"))


def walk(value):
    """Every direct value inside, itself too; keys of dictionaries come as names."""
    yield value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner)


# ---- tokens of content streams and of objects ---------------------------------------------------------------------------

TOKEN = re.compile(rb"""[\0\t\n\f\r ]*(?:
      (?P<comment>%[^\r\n]*)
    | (?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?=[\0\t\n\f\r ()<>\[\]{}/%]|$))
    | (?P<name>/[^\0\t\n\f\r ()<>\[\]{}/%]*)
    | (?P<mark><<|>>|\[|\]|\{|\})
    | <(?P<hex>[^<>]*)>
    | (?P<open>\()
    | (?P<word>[^\0\t\n\f\r ()<>\[\]{}/%]+))""", re.X)
STRING_PART = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))|([^\\()]+)|([()])", re.S)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def literal(data, at):
    """The bytes of a (string) whose bracket opens before `at`, and where it ends."""
    out, depth = [], 1
    while True:
        part = STRING_PART.match(data, at)
        if not part:
            raise Unreadable("a string does not end")
        at = part.end()
        if part.group(1):
            out.append(bytes([int(part.group(1), 8) & 255]))
        elif part.group(2) is not None:
            out.append(b"" if part.group(2) in (b"\n", b"\r", b"\r\n") else ESCAPES.get(part.group(2), part.group(2)))
        elif part.group(3):
            out.append(part.group(3))
        else:
            depth += 1 if part.group(4) == b"(" else -1
            if depth == 0:
                return b"".join(out), at
            out.append(part.group(4))


def tokens(data):
    """(kind, bytes) of each token: number, name, mark, hex, text, word. Inline images end the reading."""
    at = 0
    while True:
        found = TOKEN.match(data, at)
        if not found:
            if data[at:].strip(b"\0\t\n\f\r ") != b"":
                raise Unreadable("no token at %r" % data[at:at + 20])
            return
        at = found.end()
        if found.lastgroup == "open":
            value, at = literal(data, at)
            yield "text", value
        elif found.lastgroup != "comment":
            yield found.lastgroup, found.group(found.lastgroup)
