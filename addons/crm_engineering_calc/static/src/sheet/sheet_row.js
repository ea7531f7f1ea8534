import { ListRenderer } from "@web/views/list/list_renderer";

import { Component } from "@odoo/owl";

/**
 * A row of the sheet, drawn by the host's template: a change of its line redraws it alone.
 * What the row shows of others comes by the properties that it doesn't read.
 */
export class SheetRow extends Component {
    static template = "crm_engineering_calc.SheetRow";
    static components = ListRenderer.components;
    static props = [
        "record",
        "renderer",
        "columns",
        "hasSelectors",
        "isEdited",
        "sum?",
        "group?",
        "groupId?",
    ];

    get scope() {
        const { record, renderer, group, groupId } = this.props;
        return Object.assign(Object.create(renderer), {
            this: renderer,
            record,
            group,
            groupId,
            // Beside a row that is edited, the style sheet says that none is selected.
            _canSelectRecord: true,
        });
    }
}
