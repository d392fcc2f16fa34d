# Font programs as far as a validator looks into them: which glyphs there are, and how wide.
# SPDX-License-Identifier: MIT
import re
import struct


def u16(data, at):
    return struct.unpack_from(">H", data, at)[0]


def u32(data, at):
    return struct.unpack_from(">I", data, at)[0]


class TrueType:
    def __init__(self, data):
        self.tables = {}
        for i in range(u16(data, 4)):
            tag = data[12 + 16 * i:16 + 16 * i].decode("latin-1")
            start, length = u32(data, 20 + 16 * i), u32(data, 24 + 16 * i)
            if start + length > len(data):
                raise ValueError("table %s goes past the end" % tag)
            self.tables[tag] = data[start:start + length]
        self.glyphs = u16(self.tables["maxp"], 4)
        self.units = u16(self.tables["head"], 18)
        self.metrics = u16(self.tables["hhea"], 34)
        self.cmaps = {}
        cmap = self.tables.get("cmap", b"\0\0\0\0")
        for i in range(u16(cmap, 2)):
            place = u32(cmap, 8 + 8 * i)
            self.cmaps[u16(cmap, 4 + 8 * i), u16(cmap, 6 + 8 * i)] = cmap[place:]
        for tag in ("glyf", "loca", "hmtx"):
            if tag not in self.tables:
                raise ValueError("no table " + tag)

    def width(self, glyph):
        return u16(self.tables["hmtx"], 4 * min(glyph, self.metrics - 1)) * 1000 / self.units

    def has(self, glyph):
        return 0 < glyph < self.glyphs

    def glyph_of(self, code):
        """By the (3, 1) table, format 4; 0: none."""
        table = self.cmaps.get((3, 1))
        if table is None or u16(table, 0) != 4:
            return 0
        count = u16(table, 6) // 2
        for i in range(count):
            end, start = u16(table, 14 + 2 * i), u16(table, 16 + 2 * count + 2 * i)
            if start <= code <= end:
                delta = u16(table, 16 + 4 * count + 2 * i)
                place = 16 + 6 * count + 2 * i
                if u16(table, place) == 0:
                    return (code + delta) & 0xFFFF
                glyph = u16(table, place + u16(table, place) + 2 * (code - start))
                return (glyph + delta) & 0xFFFF if glyph else 0
        return 0


class Cff:
    """A bare CID-keyed CFF program (CIDFontType0C)."""

    def __init__(self, data):
        self.data = data
        at = self.index(data[2])[1]
        tops, at = self.index(at)
        at = self.index(at)[1]
        self.global_subrs = self.index(at)[0]
        top = self.dictionary(tops[0])
        if (12, 30) not in top:
            raise ValueError("no ROS: not a CID-keyed font")
        self.charstrings = self.index(top[17][0])[0]
        self.units = round(1 / top[12, 7][0]) if (12, 7) in top and top[12, 7][0] else 1000
        self.read_charset(top[15][0])
        self.read_selection(top[12, 37][0])
        self.privates = [self.private(self.dictionary(d)) for d in self.index(top[12, 36][0])[0]]

    def index(self, at):
        count = u16(self.data, at)
        if count == 0:
            return [], at + 2
        size, base = self.data[at + 2], at + 3
        ends = [int.from_bytes(self.data[base + size * i:base + size * (i + 1)], "big") for i in range(count + 1)]
        base += size * (count + 1) - 1
        return [self.data[base + a:base + b] for a, b in zip(ends, ends[1:])], base + ends[-1]

    @staticmethod
    def real(data, at):
        text = ""
        while True:
            for nibble in (data[at] >> 4, data[at] & 15):
                if nibble == 15:
                    return float(text), at + 1
                text += "0123456789.E?!-"[nibble] if nibble != 12 else "E-"
            at += 1

    @classmethod
    def dictionary(cls, data):
        found, stack, at = {}, [], 0
        while at < len(data):
            b = data[at]
            at += 1
            if b <= 21:
                key = b
                if b == 12:
                    key, at = (12, data[at]), at + 1
                found[key], stack = stack, []
            elif b == 30:
                value, at = cls.real(data, at)
                stack.append(value)
            elif b == 28:
                stack.append(struct.unpack_from(">h", data, at)[0])
                at += 2
            elif b == 29:
                stack.append(struct.unpack_from(">i", data, at)[0])
                at += 4
            elif b <= 246:
                stack.append(b - 139)
            else:
                stack.append((b - 247) * 256 + data[at] + 108 if b <= 250 else -(b - 251) * 256 - data[at] - 108)
                at += 1
        return found

    def read_charset(self, at):
        count, form = len(self.charstrings), self.data[at]
        cids, at = [0], at + 1
        while len(cids) < count:
            first, at = u16(self.data, at), at + 2
            left = 0
            if form:
                left, at = (self.data[at], at + 1) if form == 1 else (u16(self.data, at), at + 2)
            cids.extend(range(first, first + left + 1))
        self.glyph_of_cid = {cid: glyph for glyph, cid in enumerate(cids[:count])}

    def read_selection(self, at):
        count = len(self.charstrings)
        if self.data[at] == 0:
            self.selection = list(self.data[at + 1:at + 1 + count])
            return
        self.selection, ranges, at = [0] * count, u16(self.data, at + 1), at + 3
        for _ in range(ranges):
            for glyph in range(u16(self.data, at), min(u16(self.data, at + 3), count)):
                self.selection[glyph] = self.data[at + 2]
            at += 3

    def private(self, font):
        size, place = font[18]
        private = self.dictionary(self.data[place:place + size])
        subrs = self.index(place + private[19][0])[0] if 19 in private else []
        matrix = font.get((12, 7))
        scale = matrix[0] * (1 / self.units if self.units != 1000 else 1) * 1000 if matrix else 1000 / self.units
        return private.get(20, [0])[0], private.get(21, [0])[0], subrs, scale

    def has(self, cid):
        return self.glyph_of_cid.get(cid, 0) != 0

    def run(self, cid):
        """(width, whether the glyph's program is whole): calls of subroutines that are not there make it stumble."""
        glyph = self.glyph_of_cid.get(cid, 0)
        default, nominal, subrs, scale = self.privates[self.selection[glyph]]
        charstring = Charstring(subrs, self.global_subrs)
        try:
            charstring.run(self.charstrings[glyph], 0)
        except (IndexError, struct.error):
            charstring.sound = False
        width = default if charstring.extra is None else nominal + charstring.extra
        return width * scale, charstring.sound and charstring.done

    def width(self, cid):
        return self.run(cid)[0]

    def whole(self, cid):
        return self.run(cid)[1]


# How many operands each operator of a Type 2 charstring takes.
COUNTS = {21: lambda n: n == 2, 4: lambda n: n == 1, 22: lambda n: n == 1, 14: lambda n: n in (0, 4),
          5: lambda n: n > 0 and n % 2 == 0, 6: lambda n: n > 0, 7: lambda n: n > 0, 8: lambda n: n > 0 and n % 6 == 0,
          24: lambda n: n > 2 and n % 6 == 2, 25: lambda n: n > 6 and n % 2 == 0, 26: lambda n: n > 1 and n % 4 < 2,
          27: lambda n: n > 1 and n % 4 < 2, 30: lambda n: n > 3 and n % 4 < 2, 31: lambda n: n > 3 and n % 4 < 2,
          (12, 34): lambda n: n == 7, (12, 35): lambda n: n == 13, (12, 36): lambda n: n == 9, (12, 37): lambda n: n == 11}
HINTS, MASKS, MOVES = (1, 3, 18, 23), (19, 20), {21: 2, 4: 1, 22: 1}


class Charstring:
    def __init__(self, subrs, global_subrs):
        self.subrs, self.global_subrs = subrs, global_subrs
        self.stack, self.hints, self.extra = [], 0, None
        self.begun, self.sound, self.done = False, True, False

    def number(self, code, at, b):
        if b == 28:
            return struct.unpack_from(">h", code, at)[0], at + 2
        if b == 255:
            return struct.unpack_from(">i", code, at)[0] / 65536, at + 4
        if b >= 247:
            return (b - 247) * 256 + code[at] + 108 if b <= 250 else -(b - 251) * 256 - code[at] - 108, at + 1
        return b - 139, at

    def run(self, code, depth):
        at = 0
        while at < len(code) and not self.done:
            b = code[at]
            at += 1
            if b == 28 or b >= 32:
                value, at = self.number(code, at, b)
                self.stack.append(value)
            elif b == 11:
                return
            elif b in (10, 29) and depth < 10:
                pool = self.subrs if b == 10 else self.global_subrs
                bias = 107 if len(pool) < 1240 else 1131 if len(pool) < 33900 else 32768
                self.run(pool[int(self.stack.pop()) + bias], depth + 1)
            else:
                if b == 12:
                    b, at = (12, code[at]), at + 1
                self.operator(b)
                if b in MASKS:
                    at += (self.hints + 7) // 8

    def operator(self, b):
        count = len(self.stack)
        if not self.begun:
            more = count % 2 == 1 if b in HINTS + MASKS else count > MOVES.get(b, 0) if b in MOVES else b == 14 and count in (1, 5)
            if more:
                self.extra, count = self.stack[0], count - 1
            self.begun = True
        if b in HINTS + MASKS:
            self.hints += count // 2
            self.sound = self.sound and count % 2 == 0
        else:
            self.sound = self.sound and b in COUNTS and COUNTS[b](count)
        self.done = b == 14
        self.stack = []


def to_unicode(data):
    """{code: text} of a ToUnicode CMap, and the set of lengths of its codes."""
    found, lengths = {}, set()
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", data, re.S):
        for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
            found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be", "surrogatepass")
            lengths.add(len(code) // 2)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", data, re.S):
        for low, high, rest in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[0-9A-Fa-f]*>|\[[^\]]*\])", block):
            first, last = int(low, 16), int(high, 16)
            lengths.add(len(low) // 2)
            if rest.startswith(b"["):
                for i, text in enumerate(re.findall(rb"<([0-9A-Fa-f]*)>", rest)):
                    found[first + i] = bytes.fromhex(text.decode()).decode("utf-16-be", "surrogatepass")
            else:
                text = bytes.fromhex(rest[1:-1].decode())
                for i in range(last - first + 1):
                    tail = (int.from_bytes(text[-2:], "big") + i).to_bytes(2, "big")
                    found[first + i] = (text[:-2] + tail).decode("utf-16-be", "surrogatepass")
    return found, lengths
