import { crmKanbanView } from "@crm/views/crm_kanban/crm_kanban_view";
import { registry } from "@web/core/registry";
import { DeskCounters, DeskKanbanRenderer } from "./desk_counters";

/** The host's pipeline, with the counters of a manager's desk above it. */
class DealDeskRenderer extends crmKanbanView.Renderer {
    static template = DeskKanbanRenderer.template;
    static components = { ...crmKanbanView.Renderer.components, DeskCounters };
}

registry
    .category("views")
    .add("engineering_deal_desk", { ...crmKanbanView, Renderer: DealDeskRenderer });
