import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { ListController } from "@web/views/list/list_controller";
import { getCell, getReadValues, getRowValues, getTypedFields, getWayBack } from "./sheet_values";

import { onWillRender, onWillStart, useState, useSubEnv } from "@odoo/owl";

const TOTALS = ["amount_untaxed", "amount_tax", "amount_total", "currency_id"];

/** Lines of a variant, each saved when its row is left; the last step can be undone. */
export class SheetController extends ListController {
    static template = "crm_engineering_calc.SheetView";

    setup() {
        super.setup();
        this.notification = useService("notification");
        this.sheet = useState({ totals: false, undo: null });
        useSubEnv({ engineeringSheet: this });
        this.names = getTypedFields(this.archInfo.columns);
        this.before = null;
        onWillRender(() => this.remember());
        onWillStart(() => this.loadTotals());
    }

    get modelParams() {
        const params = super.modelParams;
        params.hooks.onSavedMulti = this.onSavedMulti.bind(this);
        params.hooks.onRowStored = this.onRowStored.bind(this);
        params.hooks.onRowsDeleted = this.onRowsDeleted.bind(this);
        params.hooks.onRowMoved = this.onRowMoved.bind(this);
        return params;
    }

    get variantId() {
        return this.props.context.default_variant_id;
    }

    get isEditable() {
        return Boolean(this.editable);
    }

    async loadTotals() {
        [this.sheet.totals] = await this.orm.read("engineering.variant", [this.variantId], TOTALS);
    }

    async reload() {
        await Promise.all([this.model.root.load(), this.loadTotals()]);
    }

    // === New rows ===

    /** Begin a row below the given one, or below all. */
    async createRecord({ below, kind } = {}) {
        const list = this.model.root;
        if (!(await list.leaveEditMode())) {
            return;
        }
        // Proxies of one row differ from component to component.
        below = below && list.records.find(({ id }) => id === below.id);
        if (!below) {
            const last = Math.max(0, Math.floor((list.count - 1) / list.limit) * list.limit);
            if (last !== list.offset) {
                await list.load({ offset: last });
            }
            below = list.records.at(-1);
        }
        const index = below ? list.records.indexOf(below) + 1 : 0;
        const values = { sequence: below ? below.data.sequence + 1 : 1 };
        const isLast = list.offset + index >= list.count;
        if (below && (!isLast || this.props.domain.length > 1)) {
            values.sequence = await this.orm.call(this.props.resModel, "make_room", [[below.resId]]);
        }
        if (kind) {
            values.display_type = kind;
        }
        return list.insertRecord(index, values);
    }

    addSection() {
        return this.createRecord({ below: this.current, kind: "line_section" });
    }

    addNote() {
        return this.createRecord({ below: this.current, kind: "line_note" });
    }

    // === Undo ===

    /** Keep what a row was before it is typed into. */
    remember() {
        const record = this.model.root?.editedRecord;
        if (record && this.before?.record !== record.id) {
            this.before = { record: record.id, values: getRowValues(record, this.names) };
        } else if (!record) {
            this.before = null;
        }
        this.current = record || this.current;
    }

    async onWillSaveRecord(record) {
        this.isCreated = !record.resId;
        return super.onWillSaveRecord(...arguments);
    }

    async onRecordSaved(record) {
        if (this.isCreated) {
            this.stored = { created: true };
        } else if (this.before?.record === record.id) {
            this.stored = { was: this.before.values };
        }
        this.before = null;
        this.loadTotals();
        return super.onRecordSaved(...arguments);
    }

    /** Keep a row as the server has it now. */
    onRowStored(record) {
        const { stored } = this;
        this.stored = null;
        if (stored?.created) {
            this.sheet.undo = { created: [record.resId] };
        } else if (stored) {
            this.keepRows([[record.resId, stored.was, getRowValues(record, this.names)]]);
        }
    }

    keepRows(rows) {
        this.sheet.undo = {
            rows: Object.fromEntries(rows.map(([id, was, is]) => [id, { was, is }])),
        };
    }

    onRowsDeleted() {
        this.sheet.undo = {
            refused: _t("Lines that were deleted can't be brought back: enter them again."),
        };
        this.loadTotals();
    }

    onRowMoved(moved, before) {
        this.sheet.undo = { moved: [[moved], ...before] };
        // Lines have new numbers.
        this.reload();
    }

    onWillSaveMulti() {
        this.rows = Object.fromEntries(
            this.model.root.selection.map((record) => [
                record.resId,
                this.before?.record === record.id
                    ? this.before.values
                    : getRowValues(record, this.names),
            ])
        );
        return super.onWillSaveMulti(...arguments);
    }

    onSavedMulti(records) {
        this.keepRows(
            records.map((record) => [
                record.resId,
                this.rows[record.resId],
                getRowValues(record, this.names),
            ])
        );
        this.loadTotals();
    }

    async undo() {
        const { model, sheet } = this;
        if (model.root.editedRecord?.dirty) {
            return model.root.leaveEditMode({ discard: true });
        }
        if (!sheet.undo || !(await model.root.leaveEditMode())) {
            return;
        }
        const { created, moved, refused, rows } = sheet.undo;
        if (refused) {
            return this.notification.add(refused, { type: "warning" });
        }
        sheet.undo = null;
        let kept = 0;
        if (moved) {
            await this.orm.call(this.props.resModel, "move_beside", moved);
        } else {
            kept = created ? await this.remove(created) : await this.restore(rows);
        }
        if (kept) {
            this.notification.add(
                _t("Others have changed %s of these lines since then: their changes stay.", kept),
                { type: "warning" }
            );
        } else {
            this.notification.add(_t("The last step is undone."), { type: "info" });
        }
        await this.reload();
    }

    /** Delete lines that nobody else has changed; return how many are kept. */
    async remove(created) {
        const own = await this.orm.search(this.props.resModel, [
            ["id", "in", created],
            ["write_uid", "=", user.userId],
        ]);
        const there = await this.orm.searchCount(this.props.resModel, [["id", "in", created]]);
        if (own.length) {
            await this.orm.unlink(this.props.resModel, own);
        }
        return there - own.length;
    }

    /** Write what rows were, where nobody else has changed it; return how many are not whole. */
    async restore(rows) {
        const { fields, resModel } = this.props;
        const domain = [["id", "in", Object.keys(rows).map(Number)]];
        const { records } = await this.orm.webSearchRead(resModel, domain, {
            specification: this.specification,
        });
        const ways = records.map((row) => [
            row.id,
            getWayBack(rows[row.id], getReadValues(row, fields, this.names), fields),
        ]);
        await this.write(
            ways
                .map(([id, { changes }]) => [id, changes])
                .filter(([, changes]) => Object.keys(changes).length)
        );
        return ways.filter(([, { isWhole }]) => !isWhole).length;
    }

    get specification() {
        return Object.fromEntries(this.names.map((name) => [name, {}]));
    }

    async write(changes) {
        if (!changes.length) {
            return [];
        }
        const ids = changes.map(([id]) => id);
        const values = changes.map(([, vals]) => vals);
        const { specification } = this;
        return this.orm.webSaveMulti(this.props.resModel, ids, values, { specification });
    }

    // === Fill down ===

    /** Put the cell of a row into the same column of others. */
    fill(source, targets, name) {
        const wanted = getRowValues(source, this.names);
        const cell = getCell(name, wanted, this.props.fields);
        return this.change(targets, () => cell);
    }

    /** Put values one under another into a column. */
    fillValues(targets, name, values) {
        return this.change(targets, (index) => ({ [name]: values[index] }));
    }

    /** Write rows in one step. */
    async change(targets, getVals) {
        const was = new Map(
            targets.map((record) => [record.resId, getRowValues(record, this.names)])
        );
        const rows = await this.write(
            targets.map((record, index) => [record.resId, getVals(index)])
        );
        const is = (row) => getReadValues(row, this.props.fields, this.names);
        this.keepRows(rows.map((row) => [row.id, was.get(row.id), is(row)]));
        await this.reload();
    }

    // === Paste ===

    /** Let the rows of a spreadsheet be looked at before they become lines. */
    async paste(text) {
        if (!(await this.model.root.leaveEditMode())) {
            return;
        }
        const before = await this.searchLines();
        const action = await this.orm.call("engineering.variant", "action_paste_lines", [
            [this.variantId],
            text,
        ]);
        await this.actionService.doAction(action, { onClose: () => this.onPasted(before) });
    }

    searchLines() {
        return this.orm.search(this.props.resModel, [["variant_id", "=", this.variantId]]);
    }

    async onPasted(before) {
        const known = new Set(before);
        const added = (await this.searchLines()).filter((id) => !known.has(id));
        if (added.length) {
            this.sheet.undo = { created: added };
        }
        await this.reload();
    }
}
