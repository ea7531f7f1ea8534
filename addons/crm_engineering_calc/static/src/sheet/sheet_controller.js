import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { ListController } from "@web/views/list/list_controller";
import { getCell, getChanges, getReadValues, getRowValues, getTypedFields } from "./sheet_values";

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
        if (!below || !list.records.includes(below)) {
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
            this.sheet.undo = { created: [record.resId] };
        } else if (this.before?.record === record.id) {
            this.sheet.undo = { rows: { [record.resId]: this.before.values } };
        }
        this.before = null;
        this.loadTotals();
        return super.onRecordSaved(...arguments);
    }

    onWillSaveMulti(edited) {
        this.rows = Object.fromEntries(
            this.model.root.selection.map((record) => [
                record.resId,
                record === edited && this.before?.record === record.id
                    ? this.before.values
                    : getRowValues(record, this.names),
            ])
        );
        return super.onWillSaveMulti(...arguments);
    }

    onSavedMulti(records) {
        const saved = records.map(({ resId }) => [resId, this.rows[resId]]);
        this.sheet.undo = { rows: Object.fromEntries(saved) };
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
        const { created, rows } = sheet.undo;
        sheet.undo = null;
        if (created) {
            await this.orm.unlink(this.props.resModel, created);
        } else {
            await this.restore(rows);
        }
        this.notification.add(_t("The last step is undone."), { type: "info" });
        await this.reload();
    }

    async restore(rows) {
        const ids = Object.keys(rows).map(Number);
        const { fields } = this.props;
        const specification = Object.fromEntries(this.names.map((name) => [name, {}]));
        const now = await this.orm.webRead(this.props.resModel, ids, { specification });
        const changes = now.map((row) => [
            row.id,
            getChanges(rows[row.id], getReadValues(row, fields, this.names), fields),
        ]);
        await this.write(changes.filter(([, vals]) => Object.keys(vals).length));
    }

    async write(changes) {
        if (changes.length) {
            const ids = changes.map(([id]) => id);
            const values = changes.map(([, vals]) => vals);
            await this.orm.webSaveMulti(this.props.resModel, ids, values, { specification: {} });
        }
    }

    // === Fill down ===

    /** Put the cell of a row into the same column of others. */
    async fill(source, targets, name) {
        const wanted = getRowValues(source, this.names);
        const cell = getCell(name, wanted, this.props.fields);
        const rows = targets.map((record) => [record.resId, getRowValues(record, this.names)]);
        await this.write(targets.map((record) => [record.resId, cell]));
        this.sheet.undo = { rows: Object.fromEntries(rows) };
        await this.reload();
    }

    /** Put values one under another into a column. */
    async fillValues(targets, name, values) {
        const rows = targets.map((record) => [record.resId, getRowValues(record, this.names)]);
        await this.write(targets.map((record, index) => [record.resId, { [name]: values[index] }]));
        this.sheet.undo = { rows: Object.fromEntries(rows) };
        await this.reload();
    }

    // === Paste ===

    /** Let the rows of a spreadsheet be looked at before they become lines. */
    async paste(text) {
        if (!(await this.model.root.leaveEditMode())) {
            return;
        }
        const action = await this.orm.call("engineering.variant", "action_paste_lines", [
            [this.variantId],
            text,
        ]);
        await this.actionService.doAction(action, { onClose: () => this.reload() });
    }
}
