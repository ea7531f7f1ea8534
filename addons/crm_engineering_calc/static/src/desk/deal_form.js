import { onWillRender } from "@odoo/owl";
import "@crm/views/crm_form/crm_form";
import { Notebook } from "@web/core/notebook/notebook";
import { registry } from "@web/core/registry";
import { ButtonBox } from "@web/views/form/button_box/button_box";
import { StatusBarButtons } from "@web/views/form/status_bar_buttons/status_bar_buttons";

const PAGE = "engineering";
/** As many counters as leave a deal's title room beside them at 1440 px. */
const MOST_COUNTERS = 4;

/** Return the deal of a form, if it has something of engineering. */
function getDeal(env) {
    const root = env.model?.root;
    const data = root?.resModel === "crm.lead" ? root.data : {};
    const hasCards = data.engineering_state && data.engineering_state !== "none";
    return hasCards || data.engineering_direction_id ? root : null;
}

/** The next step of a deal stands in the open, the other buttons in a menu. */
export class DealStatusBarButtons extends StatusBarButtons {
    static template = "crm_engineering_calc.DealStatusBarButtons";

    get isDeal() {
        return getDeal(this.env);
    }

    get shownSlotNames() {
        const { engineering_next_action } = getDeal(this.env).data;
        return engineering_next_action ? this.visibleSlotNames.slice(0, 1) : [];
    }

    get hiddenSlotNames() {
        return this.visibleSlotNames.slice(this.shownSlotNames.length);
    }
}

/** The counters of a deal: few stand in the open, the others in a menu. */
export class DealButtonBox extends ButtonBox {
    setup() {
        // What is registered last runs first: the host deals its buttons out before.
        onWillRender(() => {
            if (this.visibleButtons.length > MOST_COUNTERS && getDeal(this.env)) {
                const buttons = [...this.visibleButtons, ...this.additionalButtons];
                this.visibleButtons = buttons.slice(0, MOST_COUNTERS);
                this.additionalButtons = buttons.slice(MOST_COUNTERS);
            }
        });
        super.setup();
    }
}

/** A deal with a calculation opens on what is calculated. */
export class DealNotebook extends Notebook {
    setup() {
        super.setup();
        const page = this.navItems.find(([, { name }]) => name === PAGE);
        if (page && !this.props.defaultPage && this.isCalculated) {
            this.state.currentPage = page[0];
        }
    }

    get isCalculated() {
        const deal = getDeal(this.env);
        return deal && deal.data.engineering_state !== "none";
    }
}

const views = registry.category("views");
const crmForm = views.get("crm_form");

class DealFormRenderer extends crmForm.Renderer {
    static components = {
        ...crmForm.Renderer.components,
        Notebook: DealNotebook,
        StatusBarButtons: DealStatusBarButtons,
    };
}

class DealFormController extends crmForm.Controller {
    static components = {
        ...crmForm.Controller.components,
        ButtonBox: DealButtonBox,
    };
}

views.add("engineering_deal_form", {
    ...crmForm,
    Controller: DealFormController,
    Renderer: DealFormRenderer,
});
