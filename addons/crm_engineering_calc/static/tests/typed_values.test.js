import { beforeEach, describe, expect, test } from "@odoo/hoot";

import { RPCError } from "@web/core/network/rpc";

import { TypedShelf } from "@crm_engineering_calc/openings/typed_shelf";
import { TypedValues } from "@crm_engineering_calc/openings/typed_values";

describe.current.tags("headless");

const WIDTH = { calculation: 7, title: "C7", revision: 1, kind: "measurement", row: "5", code: "value" };
const HEIGHT = { ...WIDTH, row: "6" };
const CELL = { ...WIDTH, kind: "opening", row: "new-1", code: "n" };

/** A server that answers each call as the next of `answers` does; the last one stays. */
class Server {
    constructor(...answers) {
        this.answers = answers;
        this.calls = [];
    }

    get silent() {
        return this;
    }

    call(_model, method, [, rows]) {
        this.calls.push([method, ...rows]);
        const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
        const request = (async () => answer(rows))();
        request.abort = () => {};
        return request;
    }
}

const store = (rows) => rows.map((row) => ({ id: row.id || 90, value: row.value }));
const lose = () => {
    throw new Error("no line");
};
const refuse = (exceptionName) => () => {
    throw Object.assign(new RPCError(), { exceptionName, data: { message: "1 to 9" } });
};

/** What a page of this browser has open: another one is what a reload brings. */
async function openPage(server) {
    const said = [];
    const values = new TypedValues({
        orm: server,
        notification: { add: (text) => said.push(text) },
        action: {},
    });
    values.isOnline = true;
    await values.start();
    return Object.assign(values, { said });
}

async function readShelf(values) {
    const entries = await values.shelf.read(values.scope);
    return entries.map(({ row, code, text }) => [row, code, text]);
}

beforeEach(() => new TypedShelf().run("readwrite", (shelf) => shelf.clear()));

test("a value is kept from its first letter, and forgotten when it is stored", async () => {
    const server = new Server(store);
    const values = await openPage(server);
    await values.keep(WIDTH, { text: "2", over: 0 });
    await values.flush();
    expect(server.calls).toEqual([]);
    expect(await readShelf(values)).toEqual([["5", "value", "2"]]);
    await values.keep(WIDTH, { text: "2,5", over: 0, ready: true });
    await values.flush();
    expect(server.calls).toEqual([
        ["save_measurements", { id: 5, value: "2,5", over: { value: 0 } }],
    ]);
    expect(values.all).toEqual([]);
    expect(await readShelf(values)).toEqual([]);
});

test("without a line it is kept, and sent by the page that is loaded after", async () => {
    const values = await openPage(new Server(lose));
    await values.keep(WIDTH, { text: "2", over: 0, ready: true });
    await values.keep(HEIGHT, { text: "3", over: 0 });
    await values.flush();
    expect(values.isOnline).toBe(false);
    expect(await readShelf(values)).toHaveLength(2);

    const server = new Server(store);
    const reloaded = await openPage(server);
    expect(server.calls).toHaveLength(1);
    // What was being typed is offered, and not sent unasked.
    expect(reloaded.all.map(({ row, text, isOld }) => [row, text, isOld])).toEqual([
        ["6", "3", true],
    ]);
    expect(reloaded.said).toHaveLength(1);
    await reloaded.sendAll();
    expect(await readShelf(reloaded)).toEqual([]);
});

test("it is sent when the line is there again", async () => {
    const server = new Server(lose, store);
    const values = await openPage(server);
    await values.keep(WIDTH, { text: "2", over: 0, ready: true });
    await values.flush();
    expect(values.all).toHaveLength(1);
    await values.retry();
    expect([values.isOnline, values.all]).toEqual([true, []]);
});

test("nobody reads what another user has typed in this browser", async () => {
    const values = await openPage(new Server(lose));
    await values.keep(WIDTH, { text: "2", over: 0, ready: true });
    const other = await openPage(new Server(store));
    other.scope = "other|3|";
    expect(await readShelf(other)).toEqual([]);
});

test("what another one has stored meanwhile waits for its writer", async () => {
    const conflicts = ([row]) => [
        { id: row.id, value: 4, conflicts: { value: 4 }, writer: "Olga" },
    ];
    const server = new Server(conflicts, store);
    const values = await openPage(server);
    await values.keep(WIDTH, { text: "3", over: 0, ready: true });
    await values.flush();
    const [entry] = values.all;
    expect(entry.conflict).toEqual({ stored: 4, writer: "Olga" });
    await values.flush();
    expect(server.calls).toHaveLength(1);
    await values.insist(entry);
    expect(server.calls[1]).toEqual([
        "save_measurements",
        { id: 5, value: "3", over: { value: 4 } },
    ]);
    expect(await readShelf(values)).toEqual([]);
});

test("one that is refused holds no other one back", async () => {
    const refused = (rows) =>
        rows.some(({ id }) => id === 5)
            ? refuse("odoo.exceptions.ValidationError")()
            : store(rows);
    const values = await openPage(new Server(refused));
    await values.keep(WIDTH, { text: "40", over: 0, ready: true });
    await values.keep(HEIGHT, { text: "3", over: 0, ready: true });
    await values.flush();
    expect(values.all.map(({ row, error }) => [row, error])).toEqual([["5", "1 to 9"]]);
    expect(values.isOnline).toBe(true);
    await values.undo(values.all[0]);
    expect(await readShelf(values)).toEqual([]);
});

test("a server that fails is a line that is lost", async () => {
    const values = await openPage(new Server(refuse("psycopg2.OperationalError")));
    await values.keep(WIDTH, { text: "2", over: 0, ready: true });
    await values.flush();
    expect([values.isOnline, values.problem]).toEqual([false, "1 to 9"]);
    expect(await readShelf(values)).toHaveLength(1);
});

test("what is typed while it is being sent is sent after it", async () => {
    let values;
    const type = async (rows) => {
        await values.keep(WIDTH, { text: "25", over: 0, ready: true });
        return store(rows).map((row) => ({ ...row, value: 2 }));
    };
    const server = new Server(type, store);
    values = await openPage(server);
    await values.keep(WIDTH, { text: "2", over: 0, ready: true });
    await values.flush();
    expect(server.calls.map(([, { value, over }]) => [value, over.value])).toEqual([
        ["2", 0],
        ["25", 2],
    ]);
    expect(values.all).toEqual([]);
});

test("a new row is one opening, however often it is sent", async () => {
    const server = new Server(lose, store);
    const values = await openPage(server);
    await values.keep(CELL, { text: "2", ready: true });
    await values.flush();
    await values.keep({ ...CELL, code: "W" }, { text: "1" });
    await values.retry();
    for (const [, row] of server.calls) {
        expect([row.id, row.key, row.cells]).toEqual([false, "new-1", { n: "2" }]);
    }
    // What is still being typed is of the row as it is stored.
    expect(await readShelf(values)).toEqual([["90", "W", "1"]]);
});

test("what is refused in a new row gives way to what it began with", async () => {
    const server = new Server(refuse("odoo.exceptions.ValidationError"), store);
    const values = await openPage(server);
    await values.keep(CELL, { text: "1", ready: true, usual: true });
    await values.keep(CELL, { text: "many", ready: true });
    await values.flush();
    const [entry] = values.all;
    expect(entry.error).toBe("1 to 9");
    await values.undo(entry);
    expect(server.calls[1][1].cells).toEqual({ n: "1" });
    expect(values.all).toEqual([]);
});

test("a deletion names what it deletes, photos included", async () => {
    const over = { name: "Hall", cells: { n: 1 }, photos: [3] };
    const changed = () => [{ id: 9, conflicts: { photos: [3, 4] }, writer: "Olga" }];
    const server = new Server(changed, () => [{ id: 9, deleted: true }]);
    const values = await openPage(server);
    const place = { ...CELL, row: "9", code: "-deletion" };
    await values.keep(place, { over, ready: true });
    await values.flush();
    const [entry] = values.all;
    expect(entry.conflict.stored).toEqual({ ...over, photos: [3, 4] });
    await values.insist(entry);
    expect(server.calls[1]).toEqual([
        "save_openings",
        { id: 9, delete: true, over: { ...over, photos: [3, 4] } },
    ]);
    expect(values.all).toEqual([]);
});
