import { Component, onWillUnmount, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";

const TYPES_ON = 1000;

/** Says who calls, and what is open with him. */
export class CallCard extends Component {
    static template = "crm_engineering_calc_telephony.CallCard";
    static props = { card: Object, onHide: Function };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.service = useService("engineering_calls");
        this.phone = useState(useService("engineering_phone").phone);
        this.state = useState({ summary: this.props.card.summary });
        // What is typed here, and not by a colleague or in another tab.
        this.isTyped = false;
        this.saveSoon = useDebounced(() => this.saveSummary(), TYPES_ON);
        onWillUpdateProps(({ card }) => {
            if (!this.isTyped) {
                this.state.summary = card.summary;
            }
        });
        onWillUnmount(() => this.saveSummary());
    }

    /** What goes on, as its title. */
    get title() {
        const { isOver, is_internal, result, direction } = this.props.card;
        if (isOver) {
            return _t("The call is over");
        }
        if (result === "talking") {
            return _t("You are talking");
        }
        if (direction === "out") {
            return _t("You are calling");
        }
        return is_internal ? _t("Internal call") : _t("Incoming call");
    }

    get lastCall() {
        const { started, user, result, summary } = this.props.card.last_call;
        const when = toLocaleDateTimeString(deserializeDateTime(started));
        return [when, user, result, summary].filter(Boolean).join(" · ");
    }

    /** Whether a call is held by the softphone that may be given to a colleague. */
    get canTransfer() {
        return Boolean(this.phone.state?.calls.some(({ status }) => status === "talking"));
    }

    transfer({ extension }) {
        this.phone.softphone.act("transfer", null, extension);
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
        this.service.update();
        return this.action.doAction(action);
    }

    typeSummary() {
        this.isTyped = true;
        this.saveSoon();
    }

    async saveSummary() {
        if (this.isTyped) {
            this.isTyped = false;
            const { summary } = this.state;
            this.props.card.summary = summary;
            await this.orm.write("engineering.call", [this.props.card.id], { summary });
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
        this.phone = useState(useService("engineering_phone").phone);
    }
}

registry.category("main_components").add("CallCards", { Component: CallCards });
