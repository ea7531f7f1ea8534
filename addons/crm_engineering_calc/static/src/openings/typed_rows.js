import { localization } from "@web/core/l10n/localization";

/** How values of a kind are sent as rows, and read from those that are stored. */

export const MEASUREMENT = "measurement";
export const OPENING = "opening";
// No column has it as its code.
export const NAME = "";
export const DELETION = "-deletion";

export const SENDERS = {
    [MEASUREMENT]: {
        method: "save_measurements",
        begin: (row) => ({ id: Number(row) }),
        add: (row, { text, over }) => Object.assign(row, { value: text, over: { value: over } }),
        read: (entry, values) => values.value,
    },
    [OPENING]: {
        method: "save_openings",
        begin: (row) => (isStored(row) ? { id: Number(row) } : { id: false, key: row }),
        add(row, { code, text, over }) {
            if (code === DELETION) {
                Object.assign(row, { delete: true, over });
                return;
            }
            row.over ??= { cells: {} };
            if (code === NAME) {
                row.name = text;
                row.over.name = over;
            } else {
                (row.cells ??= {})[code] = text;
                row.over.cells[code] = over;
            }
        },
        read({ code, over }, values) {
            if (code === DELETION) {
                const { name, cells, photos } = values;
                return name || cells || photos ? mergeRow(over, values) : undefined;
            }
            return code === NAME ? values.name : values.cells?.[code];
        },
    },
};

function mergeRow(over, { name, cells, photos }) {
    return {
        name: name ?? over.name,
        cells: { ...over.cells, ...cells },
        photos: photos ?? over.photos,
    };
}

/** Return whether a row is stored: one that is not has a word for its id. */
export function isStored(row) {
    return /^\d+$/.test(row);
}

/** Show a value as the user's language writes it. */
export function showValue(value) {
    if (value === undefined || value === null) {
        return "";
    }
    return typeof value === "number"
        ? String(value).replace(".", localization.decimalPoint)
        : value;
}

/** Show from where to where values go, and in which unit. */
export function showBounds({ low, high, unit }) {
    return high ? `${showValue(low)}–${showValue(high)} ${unit}`.trim() : unit;
}
