const STEPS = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };

/** Return by how many rows a key goes down a column, as in a spreadsheet; 0: it doesn't. */
export function getRowStep(ev) {
    if (ev.ctrlKey || ev.metaKey || ev.altKey) {
        return 0;
    }
    return ev.key === "Enter" && ev.shiftKey ? -1 : STEPS[ev.key] || 0;
}

/** Tell whether a control key is held with a letter, on a Russian keyboard too. */
export function isShortcut(ev, code) {
    return (ev.ctrlKey || ev.metaKey) && !ev.altKey && !ev.shiftKey && ev.code === code;
}

/** Return the cells that a spreadsheet has put on the clipboard; null: it is one value. */
export function readPastedRows(ev) {
    const text = ev.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    const rows = readRows(text);
    return rows.length > 1 || rows[0].length > 1 ? rows : null;
}

/** Cells that have a line break or a tab themselves stand in quotes. */
function readRows(text) {
    const rows = [[]];
    const cell = /(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/g;
    for (const [, quoted, plain, end] of text.matchAll(cell)) {
        rows.at(-1).push((quoted?.replaceAll('""', '"') ?? plain).trim());
        if (end === "\n") {
            rows.push([]);
        } else if (!end) {
            break;
        }
    }
    return rows;
}
