import { DynamicRecordList } from "@web/model/relational_model/dynamic_record_list";
import { RelationalModel } from "@web/model/relational_model/relational_model";

class SheetRecord extends RelationalModel.Record {
    async _save() {
        const isSaved = await super._save(...arguments);
        this.model.hooks.onRowStored(this);
        return isSaved;
    }
}

/** Return beside which line one stands, and whether below it. */
function getPlace(records, index) {
    return index ? [records[index - 1].resId, true] : [records[1]?.resId, false];
}

class SheetRecordList extends DynamicRecordList {
    /** Begin a row in the middle, and let those below it know that they have moved. */
    insertRecord(index, values) {
        return this.model.mutex.exec(async () => {
            const defaults = Object.entries(values).map(([name, value]) => [`default_${name}`, value]);
            const record = this._createRecordDatapoint(
                await this.model._loadNewRecord({
                    resModel: this.resModel,
                    activeFields: this.activeFields,
                    fields: this.fields,
                    context: { ...this.context, ...Object.fromEntries(defaults) },
                }),
                "edit"
            );
            for (const below of this.records.slice(index)) {
                below._applyValues({ sequence: below.data.sequence + 1 });
            }
            this._addRecord(record, index);
            return record;
        });
    }

    /** A value for many lines passes over selected sections and notes: they have only a title. */
    _multiSave(edited, changes) {
        if (!edited.data.display_type && !("name" in changes)) {
            for (const record of this.selection.filter(({ data }) => data.display_type)) {
                record._toggleSelection(false);
            }
        }
        return super._multiSave(...arguments);
    }

    async _deleteRecords() {
        const isDeleted = await super._deleteRecords(...arguments);
        this.model.hooks.onRowsDeleted();
        return isDeleted;
    }

    /** Move a line past others of the page: those of other pages keep their places. */
    async _resequence(records, resModel, movedId, targetId) {
        const from = records.findIndex(({ id }) => id === movedId);
        const before = getPlace(records, from);
        const [moved] = records.splice(from, 1);
        const at = records.findIndex(({ id }) => id === targetId) + 1;
        records.splice(at, 0, moved);
        try {
            await this.model.orm.call(resModel, "move_beside", [
                [moved.resId],
                ...getPlace(records, at),
            ]);
        } catch (error) {
            records.splice(at, 1);
            records.splice(from, 0, moved);
            throw error;
        }
        this.model.hooks.onRowMoved(moved.resId, before);
    }
}

/** Lines of one variant in their order. */
export class SheetModel extends RelationalModel {
    static Record = SheetRecord;
    static DynamicRecordList = SheetRecordList;
}
