import { getActiveHotkey } from "@web/core/hotkeys/hotkey_service";
import { parseFloat } from "@web/views/fields/parsers";
import { formatMonetary } from "@web/views/fields/formatters";
import { ListRenderer } from "@web/views/list/list_renderer";
import { getRowStep, isShortcut, readPastedRows } from "./keys";
import { SheetRow } from "./sheet_row";

import { onMounted, onWillRender, useExternalListener, useState } from "@odoo/owl";

const HEADS = ["line_section", "line_subsection"];
const TITLE = "name";
const AMOUNT = "price_subtotal";
const NUMBERS = ["float", "monetary", "integer"];
// Of the fields of a sheet, those in which a key does something of its own.
const KEPT = "input[type=search], .o_searchview *, .o_dialog *";

/** The host's list, in which keys go where they go in a spreadsheet. */
export class SheetRenderer extends ListRenderer {
    static template = "crm_engineering_calc.SheetRenderer";
    static recordRowTemplate = "crm_engineering_calc.SheetRenderer.RecordRow";
    static components = { ...ListRenderer.components, SheetRow };

    setup() {
        super.setup();
        onWillRender(() => {
            this.sums = this.getSums();
        });
        this.controller = this.env.engineeringSheet;
        this.sheet = useState(this.controller.sheet);
        this.isMoving = false;
        this.typedAhead = [];
        useExternalListener(window, "keydown", (ev) => this.onKeydownAnywhere(ev), {
            capture: true,
        });
        useExternalListener(document, "paste", (ev) => this.onPaste(ev), { capture: true });
        onMounted(() => setTimeout(() => this.begin()));
    }

    /** Put the cursor where work begins. */
    begin() {
        const { records } = this.props.list;
        if (records.length) {
            const cell = this.rootRef.el?.querySelector(".o_data_row td[name='quantity']");
            cell?.focus();
        } else if (this.canCreate) {
            this.add();
        }
    }

    get isSelecting() {
        return this.props.list.selection.length > 0;
    }

    get canResequenceRows() {
        return super.canResequenceRows && this.controller.isEditable;
    }

    isSortable() {
        return false;
    }

    // === What is shown ===

    get totals() {
        const { totals } = this.sheet;
        const format = (name) =>
            formatMonetary(totals[name], { currencyId: totals.currency_id?.[0] });
        return (
            totals && {
                untaxed: format("amount_untaxed"),
                tax: format("amount_tax"),
                total: format("amount_total"),
            }
        );
    }

    /** Columns that have not changed are one array, so that rows needn't be drawn anew. */
    getActiveColumns() {
        const columns = super.getActiveColumns();
        const isSame =
            columns.length === this.columns.length &&
            columns.every((column, index) => column === this.columns[index]);
        return isSame ? this.columns : columns;
    }

    /** No amounts are drawn below the columns. */
    computeAggregates() {
        return {};
    }

    getColumns(record) {
        const columns = super.getColumns(record);
        if (!record.data.display_type) {
            return columns;
        }
        const amount = columns.findIndex(({ name }) => name === AMOUNT);
        const title = this.allColumns.find(({ name }) => name === TITLE);
        return [
            ...columns.slice(0, 1),
            { ...title, colspan: amount - 1 },
            ...columns.slice(amount),
        ];
    }

    isCellReadonly(column, record) {
        return (
            (record.data.display_type && column.name !== TITLE) ||
            super.isCellReadonly(column, record)
        );
    }

    canUseFormatter(column, record) {
        if (record.data.display_type && column.name !== TITLE && column.widget !== "handle") {
            return true;
        }
        return super.canUseFormatter(column, record);
    }

    getFormattedValue(column, record) {
        if (!record.data.display_type || column.name === TITLE) {
            return super.getFormattedValue(column, record);
        }
        const sum = column.name === AMOUNT ? this.sums[record.id] : undefined;
        return sum === undefined
            ? ""
            : formatMonetary(sum, { currencyId: record.data.currency_id?.id });
    }

    /** Return the amounts of sections by their rows, where all of their lines are on the page. */
    getSums() {
        const { list } = this.props;
        const sums = {};
        let open = [];
        for (const { id, data } of list.records) {
            const level = HEADS.indexOf(data.display_type);
            if (level >= 0) {
                open = [...open.filter((head) => head.level < level), { id, level }];
                sums[id] = 0;
            }
            for (const head of open) {
                sums[head.id] += data[AMOUNT] || 0;
            }
        }
        if (list.offset + list.records.length < list.count) {
            for (const head of open) {
                delete sums[head.id];
            }
        }
        return sums;
    }

    // === Rows ===

    /** Return a row as it is known here: the one that a row is drawn by is a proxy of its own. */
    getOwn(record) {
        return record && this.props.list.records.find(({ id }) => id === record.id);
    }

    onCellClicked(record, ...args) {
        return super.onCellClicked(this.getOwn(record), ...args);
    }

    toggleRecordSelection(record, ...args) {
        return super.toggleRecordSelection(this.getOwn(record), ...args);
    }

    // === Going from cell to cell ===

    onCellKeydown(ev, group = null, record = null) {
        record = this.getOwn(record);
        const cell = ev.target.closest("td, th");
        const column = record && this.columns.find(({ name }) => name === cell.getAttribute("name"));
        if (!column || !this.controller.isEditable || (record.selected && this.isSelecting)) {
            return super.onCellKeydown(ev, group, record);
        }
        if (this.editedRecord === record) {
            if (this.onEditKeydown(ev, record, column, cell)) {
                ev.preventDefault();
                ev.stopPropagation();
                return;
            }
            if (ev.target.tagName === "TEXTAREA" && ev.key === "Enter") {
                return;
            }
        } else if (this.isTyped(ev) && !this.isCellReadonly(column, record)) {
            ev.preventDefault();
            ev.stopPropagation();
            this.typedAhead.push({ key: ev.key });
            this.hurry(() => this.edit(record, column));
            return;
        }
        return super.onCellKeydown(ev, group, record);
    }

    isTyped(ev) {
        return ev.key.length === 1 && ev.key !== " " && !ev.ctrlKey && !ev.metaKey && !ev.altKey;
    }

    onEditKeydown(ev, record, column, cell) {
        const hotkey = getActiveHotkey(ev);
        if (hotkey === "control+enter") {
            this.hurry(() => this.controller.createRecord({ below: record }));
            return true;
        }
        const isOpen = cell.querySelector(".o-autocomplete--dropdown-menu");
        const isText = ev.target.tagName === "TEXTAREA";
        const step = getRowStep(ev);
        if (step && !isOpen && !(isText && ev.shiftKey)) {
            this.hurry(() => this.goTo(record, step, column));
            return true;
        }
        if (hotkey === "escape" && !isOpen) {
            this.hurry(() => this.discard(record, column));
            return true;
        }
        const row = cell.parentElement;
        if (hotkey === "tab" && !this.findNextFocusableOnRow(row, cell)) {
            this.hurry(() => this.goTo(record, 1, null));
            return true;
        }
        return false;
    }

    /** Go up or down a column, over rows that have nothing to type there. */
    async goTo(record, step, column) {
        const { list } = this.props;
        const isUntouched = record.isNew && !(await record.isDirty());
        let index = list.records.indexOf(record) + step;
        if (!(await list.leaveEditMode())) {
            return;
        }
        if (isUntouched) {
            // It is gone, and the sheet ends above it.
            return this.focusRow(list.records[Math.max(0, index - 1)]);
        }
        const isOpen = (one) => !column || !this.isCellReadonly(column, one);
        while (list.records[index] && !isOpen(list.records[index])) {
            index += step;
        }
        if (list.records[index]) {
            return this.edit(list.records[index], column);
        }
        const offset = list.offset + step * list.limit;
        if (step > 0 ? list.offset + list.records.length < list.count : offset >= 0) {
            await list.load({ offset });
            // A page grows by the lines that are put into it: the next one has them, too.
            const ordered = step > 0 ? list.records : [...list.records].reverse();
            const known = ordered.findIndex(({ resId }) => resId === record.resId);
            const records = ordered.slice(known + 1);
            if (records.length) {
                return this.edit(records.find(isOpen) || records[0], column);
            }
        }
        if (step > 0 && this.canCreate) {
            return this.controller.createRecord();
        }
        return this.focusRow(record);
    }

    /** Forget what was typed into a row; the cursor stays where it was. */
    async discard(record, column) {
        const { list } = this.props;
        const index = list.records.indexOf(record);
        const isGone = record.isNew;
        await list.leaveEditMode({ discard: true });
        this.focusRow(list.records[isGone ? Math.max(0, index - 1) : index], column);
    }

    isTypedInto(column, record) {
        return this.controller.names.includes(column.name) && !this.isCellReadonly(column, record);
    }

    async edit(record, column) {
        column ??= this.columns.find((one) => this.isTypedInto(one, record));
        if (await this.props.list.enterEditMode(record)) {
            this.cellToFocus = { column, record };
        }
    }

    focusRow(record, column) {
        const row = record && this.rootRef.el.querySelector(`.o_data_row[data-id='${record.id}']`);
        const cell =
            row?.querySelector(`td[name='${column?.name}']`) ||
            row?.querySelector("td.o_data_cell:not(.o_handle_cell)");
        cell?.focus();
    }

    // === Typing ahead ===

    /** Do what takes a moment, and give what is typed meanwhile to where it leads. */
    async hurry(go) {
        const from = document.activeElement;
        this.isMoving = true;
        try {
            await go();
            await this.untilFocused(from);
        } catch (error) {
            this.typedAhead = [];
            throw error;
        } finally {
            this.isMoving = false;
        }
        this.typeAhead();
    }

    /** Wait for the row to be drawn and its cell to get the focus. */
    async untilFocused(from) {
        for (let frame = 0; frame < 30; frame++) {
            await new Promise((resolve) => requestAnimationFrame(resolve));
            const { activeElement } = document;
            if (activeElement !== from && this.rootRef.el?.contains(activeElement)) {
                return;
            }
        }
    }

    typeAhead() {
        while (this.typedAhead.length && !this.isMoving) {
            const { key, ...typed } = this.typedAhead.shift();
            if (key.length === 1 && !typed.ctrlKey) {
                document.execCommand("insertText", false, key);
            } else {
                document.activeElement.dispatchEvent(
                    new KeyboardEvent("keydown", { key, ...typed, bubbles: true, cancelable: true })
                );
            }
        }
    }

    onKeydownAnywhere(ev) {
        if (document.querySelector(".o_dialog") || ev.target.closest?.(KEPT)) {
            return;
        }
        if (this.isMoving) {
            if (ev.key.length === 1 && !ev.ctrlKey && !ev.metaKey) {
                this.typedAhead.push({ key: ev.key });
            } else if (["Enter", "Tab"].includes(ev.key)) {
                this.typedAhead.push({ key: ev.key, shiftKey: ev.shiftKey });
            } else if (isShortcut(ev, "KeyD") || isShortcut(ev, "KeyZ")) {
                this.typedAhead.push({ key: ev.key, code: ev.code, ctrlKey: true });
            } else {
                return;
            }
            ev.preventDefault();
            ev.stopImmediatePropagation();
        } else if (this.controller.isEditable && isShortcut(ev, "KeyD")) {
            ev.preventDefault();
            ev.stopPropagation();
            this.hurry(() => this.fillDown());
        } else if (this.controller.isEditable && isShortcut(ev, "KeyZ") && !this.lastIsDirty) {
            ev.preventDefault();
            ev.stopPropagation();
            this.hurry(() => this.undo());
        }
    }

    async undo() {
        const { record, column } = this.getPlace();
        await this.controller.undo();
        await this.focusAgain(record, column);
    }

    /** Go to a cell once more, after its row is read anew. */
    async focusAgain(record, column) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const { records } = this.props.list;
        this.focusRow(records.find((one) => one.resId === record?.resId) || records[0], column);
    }

    // === Fill down, paste ===

    /** Return the row and the column that the cursor is in. */
    getPlace() {
        const cell = document.activeElement.closest?.(".o_data_row td[name]");
        const { records } = this.props.list;
        const id = cell?.parentElement.dataset.id;
        return {
            record: records.find((one) => one.id === id),
            column: this.columns.find(({ name }) => name === cell?.getAttribute("name")),
        };
    }

    async fillDown() {
        const { list } = this.props;
        const { record, column } = this.getPlace();
        if (!column || !this.controller.names.includes(column.name)) {
            return;
        }
        const services = list.records.filter((one) => !one.data.display_type);
        const selected = services.filter((one) => one.selected);
        const index = services.indexOf(record);
        const [source, ...targets] =
            selected.length > 1 ? selected : services.slice(Math.max(0, index - 1), index + 1);
        if (!targets.length || !(await list.leaveEditMode())) {
            return;
        }
        const isEdited = selected.length < 2;
        await this.controller.fill(source, targets, column.name);
        if (isEdited) {
            await this.edit(list.records.find((one) => one.resId === record.resId), column);
        } else {
            await this.focusAgain(record, column);
        }
    }

    onPaste(ev) {
        const pasted = readPastedRows(ev);
        const isElsewhere =
            document.querySelector(".o_dialog") || ev.target.closest?.(KEPT);
        if (!pasted || isElsewhere || !this.controller.isEditable) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        if (!this.pasteNumbers(pasted)) {
            this.controller.paste(ev.clipboardData.getData("text/plain"));
        }
    }

    /** Put a column of numbers into the cells from here down, where there are as many. */
    pasteNumbers(pasted) {
        const { list } = this.props;
        const { record, column } = this.getPlace();
        const isNumber = column && NUMBERS.includes(this.fields[column.name].type);
        if (!isNumber || !this.controller.names.includes(column.name)) {
            return false;
        }
        const below = list.records.slice(list.records.indexOf(record));
        const targets = below
            .filter((one) => one.resId && !one.data.display_type)
            .slice(0, pasted.length);
        const values = pasted.map(([text]) => readNumber(text));
        if (
            pasted.some((cells) => cells.length > 1) ||
            targets.length < pasted.length ||
            values.some(Number.isNaN)
        ) {
            return false;
        }
        this.hurry(async () => {
            if (await list.leaveEditMode()) {
                await this.controller.fillValues(targets, column.name, values);
                await this.edit(list.records.find((one) => one.resId === record.resId), column);
            }
        });
        return true;
    }
}

function readNumber(text) {
    try {
        return parseFloat(text);
    } catch {
        return NaN;
    }
}
