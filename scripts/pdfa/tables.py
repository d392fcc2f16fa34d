# What PDF/UA-1 asks of a table's tags: rows that are all as wide (7.2), and for each cell a header that can be found (7.5).
# SPDX-License-Identifier: MIT
PARTS = ("/THead", "/TBody", "/TFoot")
SCOPES = ("/Row", "/Column", "/Both")


class Cell:
    def __init__(self, pdf, name):
        entry = pdf.get(name)
        self.name, self.header = name, entry.get("/S") == "/TH"
        found = {}
        owners = pdf.get(entry.get("/A"))
        for owner in owners if isinstance(owners, list) else [owners] if owners else []:
            if pdf.get(owner).get("/O") == "/Table":
                found.update(pdf.get(owner))
        self.scope, self.headers = found.get("/Scope"), found.get("/Headers")
        self.wide, self.high = found.get("/ColSpan", 1), found.get("/RowSpan", 1)

    def heads(self, *scopes):
        return self.header and self.scope in scopes


def kids(pdf, name):
    found = pdf.get(pdf.get(name).get("/K"))
    found = found if isinstance(found, list) else [] if found is None else [pdf.get(name)["/K"]]
    return [kid for kid in found if isinstance(pdf.get(kid), dict) and "/S" in pdf.get(kid)]


def rows_of(pdf, name, say):
    rows, parts = [], []
    for kid in kids(pdf, name):
        kind = pdf.get(kid).get("/S")
        if kind in PARTS:
            parts.append(kind)
            rows += kids(pdf, kid)
        elif kind == "/TR":
            rows.append(kid)
    if parts.count("/THead") > 1 or parts.count("/TFoot") > 1 or (parts and "/TBody" not in parts):
        say("7.2", "%s: two heads or feet, or a head or foot without a body" % name)
    return rows


def grid_of(pdf, rows, say):
    """(row, column) -> cell."""
    grid = {}
    for y, row in enumerate(rows):
        x = 0
        for name in kids(pdf, row):
            cell = Cell(pdf, name)
            while (y, x) in grid:
                x += 1
            places = [(y + down, x + right) for down in range(cell.high) for right in range(cell.wide)]
            if any(place in grid for place in places):
                say("7.2", "%s: the cell lies on another" % name)
            grid.update((place, cell) for place in places)
    return grid


def check(pdf, name, say):
    rows = rows_of(pdf, name, say)
    grid = grid_of(pdf, rows, say)
    width = max([x for _, x in grid], default=-1) + 1
    if len(grid) != width * len(rows) or not grid:
        say("7.2", "%s: the table's rows are not all as wide, or it has none" % name)
    by_row = {y for (y, _), cell in grid.items() if cell.heads("/Row", "/Both")}
    by_column = {x for (_, x), cell in grid.items() if cell.heads("/Column", "/Both")}
    for (y, x), cell in sorted(grid.items()):
        if cell.headers is not None:
            say("7.5", "%s: names its headers, which our cells never do" % cell.name)
        if cell.header and cell.scope not in SCOPES:
            say("7.5", "%s: a header without a scope" % cell.name)
        if not cell.header and y not in by_row and x not in by_column:
            say("7.5", "%s: a cell that no header stands for" % cell.name)
