/** Values of a row as they are written: what to put back, and what to fill down. */

const X2MANY = ["many2many", "one2many"];
// A formula gives its quantity: the two are one cell.
const QUANTITY = ["quantity", "formula"];

/** Return the names of fields that are typed into cells of the columns. */
export function getTypedFields(columns) {
    return columns
        .filter(({ type, readonly, widget }) => type === "field" && !readonly && widget !== "handle")
        .map(({ name }) => name);
}

export function getRowValues(record, names) {
    return Object.fromEntries(names.map((name) => [name, getValue(record, name)]));
}

function getValue(record, name) {
    const value = record.data[name];
    const { type } = record.fields[name];
    if (X2MANY.includes(type)) {
        return [...value.currentIds].sort();
    }
    return type === "many2one" ? (value ? value.id : false) : value;
}

/** Return the values as the server has them after a `webRead` of these fields. */
export function getReadValues(row, fields, names) {
    return Object.fromEntries(
        names.map((name) => [
            name,
            X2MANY.includes(fields[name].type) ? [...row[name]].sort() : row[name],
        ])
    );
}

/**
 * Return what to write, so that a row becomes what it was before a step, and whether all
 * of the step is taken back: what others have changed since then stays.
 */
export function getWayBack({ was, is }, now, fields) {
    const changes = {};
    let isWhole = true;
    for (const name of Object.keys(was).filter((one) => !isEqual(was[one], is[one]))) {
        // The quantity of a formula follows what is measured.
        const isOwn = isEqual(now[name], is[name]) || (name === "quantity" && is.formula);
        if (isOwn) {
            changes[name] = was[name];
        } else if (!isEqual(now[name], was[name])) {
            isWhole = false;
        }
    }
    if (is.formula && !isEqual(now.formula, is.formula)) {
        delete changes.quantity;
    }
    return { changes: prepareWrite(changes, was, fields), isWhole };
}

function isEqual(one, other) {
    return JSON.stringify(one || false) === JSON.stringify(other || false);
}

/** Return what to write, so that a cell becomes as that of another row. */
export function getCell(name, wanted, fields) {
    const names = QUANTITY.includes(name) ? QUANTITY : [name];
    return prepareWrite(
        Object.fromEntries(names.map((one) => [one, wanted[one]])),
        wanted,
        fields
    );
}

function prepareWrite(changes, wanted, fields) {
    if (QUANTITY.some((name) => name in changes)) {
        const [given, computed] = wanted.formula ? ["formula", "quantity"] : ["quantity", "formula"];
        changes[given] = wanted[given];
        delete changes[computed];
    }
    return Object.fromEntries(
        Object.entries(changes).map(([name, value]) => [
            name,
            X2MANY.includes(fields[name].type) ? [[6, false, value]] : value,
        ])
    );
}
