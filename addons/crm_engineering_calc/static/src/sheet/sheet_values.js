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
        return [...value.currentIds];
    }
    return type === "many2one" ? (value ? value.id : false) : value;
}

/** Return the values as the server has them after a `webRead` of these fields. */
export function getReadValues(row, fields, names) {
    return Object.fromEntries(
        names.map((name) => [
            name,
            X2MANY.includes(fields[name].type) ? row[name].map(({ id }) => id ?? row[name]) : row[name],
        ])
    );
}

/** Return what to write of these fields, so that `now` becomes `wanted`. */
export function getChanges(wanted, now, fields) {
    const changes = {};
    for (const name of Object.keys(wanted)) {
        if (JSON.stringify(wanted[name] || false) !== JSON.stringify(now[name] || false)) {
            changes[name] = wanted[name];
        }
    }
    return prepareWrite(changes, wanted, fields);
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
