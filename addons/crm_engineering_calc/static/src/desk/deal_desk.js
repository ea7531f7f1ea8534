import { crmKanbanView } from "@crm/views/crm_kanban/crm_kanban_view";
import { registry } from "@web/core/registry";
import { listView } from "@web/views/list/list_view";
import { DeskCounters, DeskKanbanRenderer, DeskListRenderer } from "./desk_counters";

/** The host's pipeline, with the counters of a manager's desk above it. */
class DealDeskRenderer extends crmKanbanView.Renderer {
    static template = DeskKanbanRenderer.template;
    static components = { ...crmKanbanView.Renderer.components, DeskCounters };
}

/** The host's list, whose buttons of each line would leave no place to read it. */
class DealListRenderer extends DeskListRenderer {
    getActiveColumns() {
        return super.getActiveColumns().filter(({ type }) => type !== "button_group");
    }
}

const views = registry.category("views");
views.add("engineering_deal_desk", { ...crmKanbanView, Renderer: DealDeskRenderer });
views.add("engineering_deal_list", { ...listView, Renderer: DealListRenderer });
