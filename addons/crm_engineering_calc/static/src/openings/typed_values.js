import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { getDataURLFromFile } from "@web/core/utils/urls";
import { session } from "@web/session";

import { EventBus } from "@odoo/owl";

import { isStored, SENDERS } from "./typed_rows";
import { TypedShelf } from "./typed_shelf";

const FIRST_DELAY = 3000;
const LONGEST_DELAY = 60000;
const PATIENCE = 20000;
const PATIENCE_WITH_PHOTOS = 180000;
const REFUSALS = ["UserError", "ValidationError", "AccessError", "MissingError"].map(
    (name) => `odoo.exceptions.${name}`
);

/**
 * What is typed into measurements and openings, until the server has stored it.
 *
 * An entry is one value: it is kept from its first letter, sent when it is complete, and
 * forgotten when it is stored. One that is refused, or that another one has stored
 * differently meanwhile, waits for its writer.
 */
export class TypedValues {
    constructor({ orm, notification, action }) {
        Object.assign(this, { orm, notification, action });
        this.bus = new EventBus();
        this.shelf = new TypedShelf();
        this.scope = `${session.db}|${user.userId}|`;
        this.entries = {};
        this.shown = new Set();
        this.isOnline = navigator.onLine;
        this.isKept = true;
        this.problem = "";
        this.delay = FIRST_DELAY;
        browser.addEventListener("online", () => this.retry());
        browser.addEventListener("offline", () => this.lose());
        // Who puts the phone away leaves no field.
        document.addEventListener("visibilitychange", () => document.hidden && this.sendAll());
    }

    async start() {
        try {
            for (const entry of await this.shelf.read(this.scope)) {
                this.entries[entry.key] ??= { ...entry, isOld: true };
            }
        } catch {
            this.isKept = false;
        }
        this.bus.trigger("loaded");
        await this.flush();
        this.offer();
    }

    /** Tell whoever has reloaded the page what is not stored yet. */
    offer() {
        const entry = this.all.find((one) => !this.shown.has(one.calculation));
        if (entry) {
            const remove = this.notification.add(
                _t("Typed on site, and not stored yet: %(count)s in %(calculation)s", {
                    count: this.all.filter((one) => one.calculation === entry.calculation).length,
                    calculation: entry.title,
                }),
                {
                    type: "warning",
                    sticky: true,
                    buttons: [
                        {
                            name: _t("Open"),
                            onClick: () => {
                                remove();
                                this.open(entry.calculation);
                            },
                        },
                    ],
                }
            );
        }
    }

    open(calculation) {
        return this.action.doAction("crm_engineering_calc.engineering_onsite_action", {
            props: { resId: calculation },
            viewType: "form",
        });
    }

    // === What is kept ===

    get all() {
        return Object.values(this.entries);
    }

    /** Return the entries of a calculation as it is now: a revision has its own. */
    listOf({ id, revision }) {
        return this.all.filter((one) => one.calculation === id && one.revision === revision);
    }

    makeKey({ calculation, revision, kind, row, code }) {
        return this.scope + [calculation, revision, kind, row, code].join("|");
    }

    find(place) {
        return this.entries[this.makeKey(place)];
    }

    /** Keep what is typed at a place; it is sent when it is `ready`.
     *
     * What is `usual` nobody has typed: a new row begins with it, and has it again where
     * what is typed over it is given up. `before` is that of a row that is copied.
     */
    keep(place, { text, over, file, ready, usual, before }) {
        const key = this.makeKey(place);
        const known = this.entries[key];
        const entry = { ...place, key, text, file, usual, ready: Boolean(ready) };
        entry.over = known ? known.over : over;
        entry.before = before ?? (known?.usual ? known.text : known?.before);
        entry.sent = known?.sent;
        this.entries[key] = entry;
        // What is drawn already, and not on the page yet, would put the text of before back.
        this.bus.trigger("changed");
        return this.put(entry);
    }

    async put(entry) {
        try {
            await this.shelf.put(entry.key, { ...entry, sent: undefined });
        } catch {
            this.isKept = false;
        }
    }

    /** Give up what is typed. */
    async forget(entry) {
        delete this.entries[entry.key];
        this.bus.trigger("changed");
        try {
            await this.shelf.delete(entry.key);
        } catch {
            this.isKept = false;
        }
    }

    /** Give up what is refused: what a new row began with is typed in its place. */
    async undo(entry) {
        if (!entry.before) {
            return this.forget(entry);
        }
        Object.assign(entry, {
            text: entry.before,
            before: undefined,
            error: undefined,
            usual: true,
            ready: true,
        });
        this.bus.trigger("changed");
        await this.put(entry);
        return this.flush();
    }

    /** Write over what another one has stored meanwhile. */
    insist(entry) {
        Object.assign(entry, { over: entry.conflict.stored, conflict: undefined, ready: true });
        this.put(entry);
        return this.flush();
    }

    // === Sending ===

    /** Send what is being typed, too. */
    sendAll() {
        for (const entry of this.all.filter((one) => !one.ready)) {
            entry.ready = true;
            this.put(entry);
        }
        return this.flush();
    }

    retry() {
        browser.clearTimeout(this.timer);
        this.delay = FIRST_DELAY;
        this.isOnline = true;
        return this.flush();
    }

    lose(error) {
        this.isOnline = false;
        this.problem = error instanceof RPCError ? error.data?.message || error.message : "";
        this.bus.trigger("changed");
    }

    /** Send what is complete, one request at a time. */
    flush() {
        this.sending ??= this.send().finally(() => {
            this.sending = this.told = undefined;
            this.bus.trigger("changed");
        });
        return this.sending;
    }

    get due() {
        return this.all.filter((one) => one.ready && !one.error && !one.conflict);
    }

    async send() {
        while (this.due.length) {
            const [{ calculation, kind }] = this.due;
            try {
                await this.sendBatch(
                    this.due.filter((one) => one.calculation === calculation && one.kind === kind)
                );
                Object.assign(this, { delay: FIRST_DELAY, isOnline: true, problem: "" });
            } catch (error) {
                this.lose(error);
                browser.clearTimeout(this.timer);
                this.timer = browser.setTimeout(() => this.flush(), this.delay);
                this.delay = Math.min(this.delay * 2, LONGEST_DELAY);
                return;
            }
        }
    }

    async sendBatch(batch) {
        try {
            await this.call(batch);
        } catch (error) {
            if (!(error instanceof RPCError) || !REFUSALS.includes(error.exceptionName)) {
                throw error;
            }
            if (batch.length > 1) {
                // One that is refused holds no other one back.
                const half = Math.ceil(batch.length / 2);
                await this.sendBatch(batch.slice(0, half));
                await this.sendBatch(batch.slice(half));
            } else {
                this.refuse(batch[0], error.data?.message || error.message);
            }
        }
    }

    refuse(entry, message) {
        if (message !== this.told) {
            this.told = message;
            this.notification.add(message, { type: "danger" });
        }
        // What was typed anew meanwhile is still to be tried.
        if (this.entries[entry.key] === entry) {
            entry.error = message;
            this.put(entry);
        }
    }

    async call(batch) {
        const [{ calculation, kind }] = batch;
        const sender = SENDERS[kind];
        const rows = new Map();
        for (const entry of batch) {
            const row = rows.get(entry.row) || sender.begin(entry.row);
            rows.set(entry.row, row);
            if (entry.file) {
                const url = await getDataURLFromFile(entry.file);
                (row.photos ??= []).push({ name: entry.text, data: url.split(",")[1] });
            } else {
                sender.add(row, entry);
            }
            entry.sent = entry.text;
        }
        const answers = await this.request(sender.method, calculation, [...rows.values()]);
        [...rows.keys()].forEach((row, index) => {
            const answer = answers[index];
            for (const entry of batch.filter((one) => one.row === row)) {
                this.settle(entry, answer);
            }
            if (answer.id) {
                this.adopt(row, answer.id);
            }
            this.bus.trigger("stored", { calculation, kind, row, answer });
        });
    }

    async request(method, calculation, rows) {
        const request = this.orm.silent.call("engineering.calculation", method, [
            [calculation],
            rows,
        ]);
        // A line that hangs is lost, too.
        const timer = browser.setTimeout(
            () => request.abort(),
            rows.some((row) => row.photos) ? PATIENCE_WITH_PHOTOS : PATIENCE
        );
        try {
            return await request;
        } finally {
            browser.clearTimeout(timer);
        }
    }

    /** Forget what is stored, and keep what is in conflict, or was typed since. */
    settle({ key, kind, sent }, answer) {
        const entry = this.entries[key];
        if (!entry) {
            return;
        }
        const { read } = SENDERS[kind];
        const stored = read(entry, answer.conflicts || {});
        entry.sent = undefined;
        if (stored !== undefined) {
            entry.conflict = { stored, writer: answer.writer };
            this.put(entry);
        } else if (entry.text !== sent) {
            entry.over = read(entry, answer) ?? null;
            entry.before = undefined;
            this.put(entry);
        } else {
            this.forget(entry);
        }
    }

    /** Let entries of a new row be of what it is stored as. */
    adopt(row, id) {
        if (isStored(row)) {
            return;
        }
        for (const entry of this.all.filter((one) => one.row === row)) {
            this.forget(entry);
            entry.row = String(id);
            entry.key = this.makeKey(entry);
            this.entries[entry.key] = entry;
            this.put(entry);
        }
    }
}

registry.category("services").add("engineering_typed_values", {
    dependencies: ["orm", "notification", "action"],
    start(env, services) {
        const values = new TypedValues(services);
        values.start();
        return values;
    },
});
