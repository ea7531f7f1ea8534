"""Rows of a sheet as the preview of an import lists them."""

# More than anybody reads.
SPANS_IN_NOTICE = 20


def group_errors(lines):
    """Return errors of one cause as one, with all of its rows."""
    groups = {}
    for line in lines:
        cause = line["variant"], line["column"], line["text"]
        groups.setdefault(cause, []).append(line)
    return [
        {
            **same[0],
            "rows": list_rows([line["row"] for line in same if line["row"]]),
            "count": len(same),
        }
        for same in groups.values()
    ]


def list_rows(rows):
    """Return numbers of rows as people list them: 3–5, 9."""
    spans = []
    for row in sorted(set(rows)):
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    shown = [
        str(first) if first == last else f"{first}–{last}"
        for first, last in spans[:SPANS_IN_NOTICE]
    ]
    return ", ".join(shown + ["…"] * (len(spans) > SPANS_IN_NOTICE))
