import { Component, useState } from "@odoo/owl";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/** Says who calls, and what is open with him. */
export class CallCard extends Component {
    static template = "crm_engineering_calc_telephony.CallCard";
    static props = { card: Object, onHide: Function };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ summary: this.props.card.summary });
    }

    get lastCall() {
        const { started, user, result, summary } = this.props.card.last_call;
        const when = formatDateTime(deserializeDateTime(started));
        return [when, user, result, summary].filter(Boolean).join(" · ");
    }

    open(resModel, resId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: resModel,
            res_id: resId,
            views: [[false, "form"]],
        });
    }

    async openDeal() {
        const { id } = this.props.card;
        const action = await this.orm.call("engineering.call", "action_open_deal", [
            [id],
        ]);
        return this.action.doAction(action);
    }

    async saveSummary() {
        const { card } = this.props;
        const { summary } = this.state;
        if (summary !== card.summary) {
            await this.orm.write("engineering.call", [card.id], { summary });
            card.summary = summary;
        }
    }
}

/** All the cards of the moment, above every page. */
export class CallCards extends Component {
    static template = "crm_engineering_calc_telephony.CallCards";
    static components = { CallCard };
    static props = {};

    setup() {
        this.service = useService("engineering_calls");
        this.calls = useState(this.service.calls);
    }
}

registry.category("main_components").add("CallCards", { Component: CallCards });
