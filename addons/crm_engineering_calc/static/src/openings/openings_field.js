import { FileInput } from "@web/core/file_input/file_input";
import { useFileViewer } from "@web/core/file_viewer/file_viewer_hook";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Mutex } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { getRowStep, readPastedRows } from "../sheet/keys";

import { Component, onWillUpdateProps, useRef, useState } from "@odoo/owl";

const NAME = "name";

/** Openings as a sheet at the desk, as cards on a phone: each cell is saved as typed. */
export class OpeningsField extends Component {
    static template = "crm_engineering_calc.OpeningsField";
    static components = { FileInput };
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.ui = useService("ui");
        this.notification = useService("notification");
        this.store = useService("mail.store");
        this.viewer = useFileViewer();
        this.root = useRef("root");
        this.saving = new Mutex();
        this.keys = 0;
        // What is being typed: a row that is drawn anew must not take it back.
        this.drafts = new Map();
        this.isChanged = false;
        this.state = useState({ rows: this.read(this.props) });
        onWillUpdateProps((props) => this.follow(props));
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

    get shownRows() {
        return this.state.rows;
    }

    read(props) {
        const table = props.record.data[props.name] || { rows: [] };
        const rows = table.rows.map((row) => this.makeRow(row));
        return table.editable ? [...rows, this.makeRow()] : rows;
    }

    makeRow(stored = {}) {
        this.keys += 1;
        return {
            key: this.keys,
            id: stored.id || false,
            name: stored.name || "",
            cells: { ...stored.cells },
            missing: stored.missing || [],
            photos: stored.photos || [],
            errors: {},
        };
    }

    /** Take what others have changed; what is typed here and not stored yet stays. */
    follow(props) {
        const { record, name } = this.props;
        const isSame = props.record.resId === record.resId;
        if (isSame && props.record.data[name] === record.data[name]) {
            return;
        }
        const pending = this.state.rows.filter(
            (row) => isSame && Object.keys(row.errors).length
        );
        const rows = this.read(props);
        for (const row of rows) {
            const known = isSame && this.state.rows.find((one) => row.id && one.id === row.id);
            if (known) {
                row.key = known.key;
            }
            const unsaved = pending.find((one) => row.id && one.id === row.id);
            if (unsaved) {
                Object.assign(row, { errors: unsaved.errors });
                for (const code of Object.keys(unsaved.errors)) {
                    row.cells[code] = unsaved.cells[code];
                }
            }
        }
        const begun = pending.filter((row) => !row.id);
        rows.splice(rows.length - 1, 0, ...begun);
        this.state.rows = rows;
    }

    getText(row, column) {
        return this.drafts.get(this.getDraft(row, column.code)) ?? this.getStored(row, column);
    }

    getName(row) {
        return this.drafts.get(this.getDraft(row, NAME)) ?? row.name;
    }

    getDraft(row, code) {
        return `${row.key}-${code}`;
    }

    getStored(row, column) {
        const value = row.cells[column.code];
        if (value === undefined || value === null) {
            return "";
        }
        return typeof value === "number"
            ? String(value).replace(".", localization.decimalPoint)
            : value;
    }

    getHint(column) {
        if (!column.high) {
            return column.unit;
        }
        const bounds = [column.low, column.high].map((one) =>
            String(one).replace(".", localization.decimalPoint)
        );
        return `${bounds.join("–")} ${column.unit}`.trim();
    }

    isNew(row) {
        return row === this.state.rows.at(-1) && !row.id;
    }

    isMissing(row, column) {
        return Boolean(row.id && row.missing.includes(column.code));
    }

    // === Typing ===

    onInput(row, code, ev) {
        this.drafts.set(this.getDraft(row, code), ev.target.value);
    }

    onChange(row, code, ev) {
        const { value } = ev.target;
        this.drafts.delete(this.getDraft(row, code));
        const column = this.columns.find((one) => one.code === code);
        if (value !== (column ? this.getStored(row, column) : row.name)) {
            this.set([[row, code, value]]);
        }
    }

    /** Store cells, and let the next row be there before anybody asks for it. */
    set(changes) {
        const rows = new Map();
        for (const [row, code, value] of changes) {
            if (!row.id && !rows.has(row)) {
                this.begin(row);
            }
            const change = rows.get(row) || { cells: {} };
            if (code === NAME) {
                row.name = change.name = value;
            } else {
                row.cells[code] = change.cells[code] = value;
                delete row.errors[code];
            }
            rows.set(row, change);
        }
        this.isChanged = true;
        return this.saving.exec(() => this.save(rows));
    }

    begin(row) {
        if (!row.begun) {
            row.begun = true;
            for (const { code, value } of this.columns) {
                if (value !== false && row.cells[code] === undefined) {
                    row.cells[code] = value;
                }
            }
        }
        if (row === this.state.rows.at(-1)) {
            this.state.rows.push(this.makeRow());
        }
    }

    async save(rows) {
        const changes = [...rows].map(([row, change]) => ({
            id: row.id,
            ...change,
            cells: row.id ? change.cells : { ...row.cells },
            ...(row.name && !row.id ? { name: row.name } : {}),
        }));
        try {
            const stored = await this.orm.call("engineering.calculation", "save_openings", [
                [this.table.id],
                changes,
            ]);
            [...rows.keys()].forEach((row, index) => {
                const { id, name, cells, missing } = stored[index];
                Object.assign(row, { id, name, cells, missing });
            });
        } catch (error) {
            const message = error.data?.message || _t("It is not stored: try again.");
            for (const [row, change] of rows) {
                for (const code of Object.keys(change.cells)) {
                    row.errors[code] = message;
                }
            }
            this.notification.add(message, { type: "danger" });
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
        if (this.root.el.contains(ev.relatedTarget) || !this.isChanged) {
            return;
        }
        await this.saving.getUnlockedDef();
        this.isChanged = false;
        await this.reload();
    }

    async reload() {
        const { record } = this.props;
        if (!this.drafts.size && !(await record.isDirty())) {
            await record.load();
        }
    }

    // === Rows ===

    add() {
        this.set([[this.state.rows.at(-1), NAME, ""]]);
    }

    duplicate(row) {
        const copy = this.state.rows.at(-1);
        copy.begun = true;
        this.set(
            this.columns
                .filter(({ code }) => row.cells[code] !== undefined)
                .map(({ code }) => [copy, code, row.cells[code]])
        );
    }

    async remove(row) {
        await this.saving.exec(() => this.orm.unlink("engineering.opening", [row.id]));
        this.state.rows = this.state.rows.filter((one) => one !== row);
        await this.reload();
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

    // === Photos ===

    async onPhotos(row, answers) {
        for (const { error } of answers.filter((file) => file.error)) {
            this.notification.add(error, { type: "danger" });
        }
        const photos = answers.filter((file) => !file.error);
        if (photos.length) {
            await this.orm.write("engineering.opening", [row.id], {
                photo_ids: photos.map(({ id }) => [4, id]),
            });
            row.photos.push(...photos.map(({ id, name, mimetype }) => ({ id, name, mimetype })));
        }
    }

    openPhotos(row) {
        const files = row.photos.map((photo) => this.store["ir.attachment"].insert(photo));
        if (files.length) {
            this.viewer.open(files[0], files);
        }
    }
}

registry.category("fields").add("engineering_openings", {
    component: OpeningsField,
    supportedTypes: ["json"],
});
