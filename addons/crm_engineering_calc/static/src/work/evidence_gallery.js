import { useFileViewer } from "@web/core/file_viewer/file_viewer_hook";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KanbanRecord } from "@web/views/kanban/kanban_record";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";

/** A picture of the gallery: a click shows it large, with its neighbours beside it. */
class EvidenceRecord extends KanbanRecord {
    setup() {
        super.setup();
        this.store = useService("mail.store");
        this.viewer = useFileViewer();
    }

    onGlobalClick(ev) {
        if (!ev.target.closest(".o_engineering_gallery_picture")) {
            return super.onGlobalClick(...arguments);
        }
        const { record } = this.props;
        const { root } = record.model;
        const records = root.groups
            ? root.groups.flatMap((group) => group.list.records)
            : root.records;
        const shown = records.map(({ resId, data }) =>
            this.store["ir.attachment"].insert({
                id: resId,
                name: data.name,
                mimetype: data.mimetype,
            })
        );
        const clicked = shown.find((one) => one.id === record.resId);
        if (clicked.isViewable) {
            ev.preventDefault();
            this.viewer.open(clicked, shown);
        }
    }
}

class EvidenceRenderer extends KanbanRenderer {
    static components = { ...KanbanRenderer.components, KanbanRecord: EvidenceRecord };
}

registry.category("views").add("engineering_evidence_kanban", {
    ...kanbanView,
    Renderer: EvidenceRenderer,
});
