import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { uuid } from "@web/core/utils/strings";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { getRowStep, readPastedRows } from "../sheet/keys";

import { Component, onWillUnmount, useRef, useState } from "@odoo/owl";

import { MeasurementCards } from "./measurement_cards";
import { DELETION, isStored, NAME, OPENING, showBounds, showValue } from "./typed_rows";
import { TypedBar, TypedNote, TypedPhotos } from "./typed_parts";

/**
 * What is measured: openings as a sheet at the desk; on a phone, and on site, measurements
 * and openings as large fields. Each value is saved as typed, and kept until it is.
 */
export class OpeningsField extends Component {
    static template = "crm_engineering_calc.OpeningsField";
    static components = { MeasurementCards, TypedBar, TypedNote, TypedPhotos };
    static props = { ...standardFieldProps, onsite: { type: Boolean, optional: true } };

    setup() {
        this.ui = useService("ui");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.typed = useService("engineering_typed_values");
        this.root = useRef("root");
        this.keys = 0;
        this.NAME = NAME;
        this.DELETION = DELETION;
        this.showBounds = showBounds;
        this.state = useState({ rows: [] });
        this.typed.shown.add(this.table.id);
        // The host shows what it has kept first, and what the server says after that.
        useRecordObserver((record) => this.follow(record));
        onWillUnmount(() => this.typed.shown.delete(this.table.id));
        useBus(this.typed.bus, "changed", () => this.render(true));
        useBus(this.typed.bus, "loaded", () => (this.state.rows = this.read(this.table)));
        useBus(this.typed.bus, "stored", ({ detail }) => this.onStored(detail));
    }

    // === What is shown ===

    get table() {
        return this.props.record.data[this.props.name] || { columns: [], rows: [] };
    }

    get columns() {
        return this.table.columns;
    }

    get isEditable() {
        return Boolean(this.table.editable);
    }

    get isOnsite() {
        return this.props.onsite || this.ui.isSmall;
    }

    get shownRows() {
        return this.state.rows;
    }

    read(table) {
        const rows = (table?.rows || []).map((row) => this.makeRow(row));
        if (!table?.editable) {
            return rows;
        }
        const begun = this.typed
            .listOf(table)
            .filter(({ kind, row }) => kind === OPENING && !isStored(row))
            .map(({ row }) => row);
        return [...rows, ...[...new Set(begun)].map((ref) => this.makeRow({}, ref)), this.makeRow()];
    }

    makeRow(stored = {}, ref = `new-${uuid()}`) {
        this.keys += 1;
        return {
            key: this.keys,
            ref: stored.id ? String(stored.id) : ref,
            id: stored.id || false,
            name: stored.name || "",
            cells: { ...stored.cells },
            missing: stored.missing || [],
            photos: stored.photos || [],
        };
    }

    /** Take what others have changed; a row keeps its place on the page. */
    follow(record) {
        const table = record.data[this.props.name];
        const isOutdated = table === this.stale || (this.isLoading && this.isChanged);
        if (table === this.followed || isOutdated) {
            return;
        }
        this.followed = table;
        const rows = this.read(table);
        for (const row of rows) {
            const known = this.state.rows.find((one) => one.ref === row.ref);
            if (known) {
                row.key = known.key;
            }
        }
        this.state.rows = rows;
    }

    getPlace(row, code) {
        const { id, name, revision } = this.table;
        return { calculation: id, title: name, revision, kind: OPENING, row: row.ref, code };
    }

    getEntry(row, code) {
        return this.typed.find(this.getPlace(row, code));
    }

    getText(row, column) {
        return this.getEntry(row, column.code)?.text ?? showValue(row.cells[column.code]);
    }

    getName(row) {
        return this.getEntry(row, NAME)?.text ?? row.name;
    }

    isNew(row) {
        return row === this.state.rows.at(-1) && !row.id;
    }

    isMissing(row, column) {
        return Boolean(row.id && row.missing.includes(column.code));
    }

    isLeaving(row) {
        return Boolean(this.getEntry(row, DELETION));
    }

    isWrong(row, code) {
        const entry = this.getEntry(row, code);
        return Boolean(entry?.error || entry?.conflict);
    }

    // === Typing ===

    getStored(row, code) {
        return code === NAME ? row.name : row.cells[code] ?? null;
    }

    keep(row, code, value) {
        const over = this.getStored(row, code);
        this.typed.keep(this.getPlace(row, code), { over, ...value });
    }

    onInput(row, code, ev) {
        this.keep(row, code, { text: ev.target.value });
    }

    onChange(row, code, ev) {
        const { value } = ev.target;
        const entry = this.getEntry(row, code);
        if (value !== showValue(this.getStored(row, code)) || entry?.sent !== undefined) {
            this.set([[row, code, value]]);
        } else if (entry) {
            this.typed.forget(entry);
        }
    }

    /** Store cells, and let the next row be there before anybody asks for it. */
    set(changes) {
        for (const [row, code, value, before] of changes) {
            if (!row.id) {
                this.begin(row);
            }
            this.keep(row, code, { text: value, ready: true, before });
        }
        this.isChanged = true;
        this.render();
        return this.typed.flush();
    }

    begin(row) {
        if (!row.begun) {
            row.begun = true;
            for (const { code, value } of this.columns) {
                if (value !== false && !this.getEntry(row, code)) {
                    this.keep(row, code, { text: showValue(value), ready: true, usual: true });
                }
            }
        }
        if (row === this.state.rows.at(-1)) {
            this.state.rows.push(this.makeRow());
        }
    }

    /** Show a row as it is stored. */
    async onStored({ calculation, kind, row: ref, answer }) {
        if (calculation !== this.table.id) {
            return;
        }
        this.isChanged = true;
        if (kind === OPENING) {
            const row = this.state.rows.find((one) => one.ref === ref);
            if (answer.deleted) {
                this.state.rows = this.state.rows.filter((one) => one !== row);
            } else if (row) {
                const { id, name, cells, missing, photos } = answer;
                Object.assign(row, { ref: String(id), id, name, cells, missing, photos });
            }
        }
        if (this.isOnsite || answer.deleted) {
            await this.reload();
        }
    }

    onKeydown(row, index, ev) {
        const step = getRowStep(ev);
        const isChoice = ev.target.tagName === "SELECT";
        if (!step || (isChoice && ev.key !== "Enter")) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        // It may be the last row, below which the next one begins.
        ev.target.dispatchEvent(new Event("change"));
        const place = this.state.rows.indexOf(row) + step;
        setTimeout(() => {
            const next = this.root.el?.querySelector(`[data-place="${place}-${index}"]`);
            next?.focus();
            next?.select?.();
        });
    }

    /** What is copied from a spreadsheet goes into the cells from here to the right. */
    onPaste(row, index, ev) {
        const pasted = readPastedRows(ev);
        if (!pasted) {
            return;
        }
        ev.preventDefault();
        const codes = [NAME, ...this.columns.map((column) => column.code)];
        const first = this.state.rows.indexOf(row);
        const changes = [];
        pasted.forEach((cells, down) => {
            while (this.state.rows.length <= first + down) {
                this.state.rows.push(this.makeRow());
            }
            cells.forEach((value, right) => {
                if (index + right < codes.length) {
                    changes.push([
                        this.state.rows[first + down],
                        codes[index + right],
                        value,
                    ]);
                }
            });
        });
        this.set(changes);
    }

    /** Let quantities of lines, which stand on the same form, follow what was typed. */
    async onFocusout(ev) {
        if (!this.root.el.contains(ev.relatedTarget)) {
            await this.reload();
        }
    }

    reload() {
        this.reloading ??= this.loadChanges().finally(() => (this.reloading = undefined));
        return this.reloading;
    }

    /** Read the record until it has all that was stored; what came before that is not shown. */
    async loadChanges() {
        const { name, record } = this.props;
        do {
            await this.typed.sending;
            if (!this.isChanged || !this.typed.isOnline || (await record.isDirty())) {
                return;
            }
            this.isChanged = false;
            this.isLoading = true;
            try {
                await record.load();
            } catch (error) {
                this.isChanged = true;
                if (!(error instanceof ConnectionLostError)) {
                    throw error;
                }
                return;
            } finally {
                this.isLoading = false;
            }
            this.stale = this.isChanged ? record.data[name] : undefined;
        } while (this.isChanged);
    }

    // === Rows ===

    add() {
        const row = this.state.rows.at(-1);
        this.begin(row);
        // It gets a number for its label.
        this.keep(row, NAME, { text: "", ready: true, usual: true });
        this.typed.flush();
    }

    duplicate(row) {
        const copy = this.state.rows.at(-1);
        copy.begun = true;
        this.set(
            this.columns
                .map((column) => [copy, column.code, ...this.getCopied(row, column)])
                .filter(([, , text]) => text !== "")
        );
    }

    /** Return what a copy of a cell holds, and what it holds if that is refused. */
    getCopied(row, column) {
        const { before, error } = this.getEntry(row, column.code) || {};
        const usual = column.value === false ? "" : showValue(column.value);
        const otherwise = before || showValue(row.cells[column.code]) || usual;
        return [error ? otherwise : this.getText(row, column), otherwise];
    }

    remove(row) {
        if (this.isOnsite) {
            this.dialog.add(ConfirmationDialog, {
                title: _t("Delete the opening?"),
                body: this.getName(row),
                confirmLabel: _t("Delete"),
                confirm: () => this.delete(row),
                cancel: () => {},
            });
        } else {
            return this.delete(row);
        }
    }

    /** Delete a row when there is a line, as values are stored; one that was never sent, now. */
    async delete(row) {
        await this.typed.sending;
        const entries = this.typed.listOf(this.table).filter((one) => one.row === row.ref);
        const isSent = entries.some((one) => one.sent !== undefined);
        for (const entry of entries) {
            this.typed.forget(entry);
        }
        if (!row.id && !isSent) {
            this.state.rows = this.state.rows.filter((one) => one !== row);
            return;
        }
        const photos = row.photos.map(({ id }) => id);
        const over = row.id ? { name: row.name, cells: { ...row.cells }, photos } : undefined;
        this.typed.keep(this.getPlace(row, DELETION), { over, ready: true });
        this.render();
        await this.typed.flush();
    }

    async copyAll() {
        const head = [_t("Opening"), ...this.columns.map((column) => column.name)];
        const lines = this.state.rows
            .filter((row) => row.id)
            .map((row) => [row.name, ...this.columns.map((column) => this.getText(row, column))]);
        await navigator.clipboard.writeText(
            [head, ...lines].map((cells) => cells.join("\t")).join("\n")
        );
        this.notification.add(_t("The table is copied: paste it into a spreadsheet."), {
            type: "success",
        });
    }
}

registry.category("fields").add("engineering_openings", {
    component: OpeningsField,
    supportedTypes: ["json"],
    extractProps: ({ options }) => ({ onsite: Boolean(options.onsite) }),
});
