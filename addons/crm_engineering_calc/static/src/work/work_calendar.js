import { registry } from "@web/core/registry";
import { CalendarArchParser } from "@web/views/calendar/calendar_arch_parser";
import { CalendarModel } from "@web/views/calendar/calendar_model";
import { calendarView } from "@web/views/calendar/calendar_view";

/**
 * A work that is dragged is moved by the dialog, which asks why, and tells of it.
 * A phone has room for one day.
 */
class WorkCalendarModel extends CalendarModel {
    setup(params, services) {
        super.setup(this.env.isSmall ? { ...params, scale: "day" } : params, services);
    }

    async updateRecord(record, options) {
        const { engineering_start, engineering_end } = this.buildRawRecord(record, options);
        try {
            const { resModel } = this.meta;
            const action = await this.orm.call(resModel, "action_move_work", [[record.id]]);
            const context = {
                ...action.context,
                default_start: engineering_start,
                default_end: engineering_end,
            };
            await this.env.services.action.doAction(
                { ...action, context, views: [[false, "form"]] },
                { onClose: () => this.load() }
            );
        } catch (error) {
            await this.load();
            throw error;
        }
    }
}

/** Filters are named as the view names their fields. */
class WorkCalendarArchParser extends CalendarArchParser {
    parse(...args) {
        const info = super.parse(...args);
        for (const filter of Object.values(info.filtersInfo)) {
            filter.label = info.popoverFieldNodes[filter.fieldName].string;
        }
        return info;
    }
}

registry.category("views").add("engineering_work_calendar", {
    ...calendarView,
    ArchParser: WorkCalendarArchParser,
    Model: WorkCalendarModel,
});
