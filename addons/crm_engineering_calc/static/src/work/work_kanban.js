import { registry } from "@web/core/registry";
import { SearchModel } from "@web/search/search_model";
import { kanbanView } from "@web/views/kanban/kanban_view";

/** On a phone works stand one under another by their time, not in columns aside. */
class WorkSearchModel extends SearchModel {
    load(config) {
        const { defaultGroupBy, ...ungrouped } = config;
        return super.load(this.env.isSmall ? ungrouped : config);
    }
}

registry.category("views").add("engineering_work_kanban", {
    ...kanbanView,
    SearchModel: WorkSearchModel,
});
