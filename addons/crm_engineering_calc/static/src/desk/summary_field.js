import { Component } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { formatAge } from "./days_field";

/** The strip under a deal's title: what its cards tell, each a link to its card. */
export class EngineeringSummaryField extends Component {
    static template = "crm_engineering_calc.SummaryField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get items() {
        return this.props.record.data[this.props.name] || [];
    }

    /** What an item says: no amount that the deal's money under the strip says, too. */
    getSaid(item) {
        const rows = this.props.record.data.engineering_money || [];
        const isSaid = ({ amount, currency_id }) =>
            rows.some(
                (row) =>
                    row.currency_id === currency_id &&
                    [row.proposed, row.ordered].some(
                        (sum) => Math.abs(sum - amount) < 1e-6
                    )
            );
        return item.brief && isSaid(item.brief) ? item.brief : item;
    }

    isLink(item) {
        return Boolean(item.action || item.res_id);
    }

    async open(item) {
        const { record } = this.props;
        if (!(await record.save())) {
            return;
        }
        const action = item.action
            ? await this.orm.call(record.resModel, item.action, [[record.resId]])
            : {
                  type: "ir.actions.act_window",
                  res_model: item.res_model,
                  res_id: item.res_id,
                  views: [[false, "form"]],
              };
        await this.action.doAction(action);
    }
}

/** The same on a card, a line an item: without what is done, and nothing twice. */
export class EngineeringSummaryCard extends EngineeringSummaryField {
    static template = "crm_engineering_calc.SummaryCard";
    static props = {
        ...EngineeringSummaryField.props,
        isCard: { type: Boolean, optional: true },
    };

    get items() {
        const calculations = super.items.filter(this.isCalculation);
        const open = calculations.filter(({ level }) => level !== "success");
        // The line of a calculation tells who has it, and the card its direction.
        return super.items
            .filter((item) =>
                item.name === "waits"
                    ? item.level || !open.length
                    : !calculations.includes(item) || open.includes(item)
            )
            // A list has columns for the direction and the age.
            .filter(({ name }) => this.props.isCard || name !== "deal")
            .map((item) =>
                calculations.length === 1 && item === calculations[0]
                    ? { ...item, label: "" }
                    : item
            );
    }

    getAge({ since }) {
        return formatAge(deserializeDateTime(since));
    }

    isCalculation({ name }) {
        return name.startsWith("calculation_");
    }
}

const fields = registry.category("fields");
fields.add("engineering_summary", {
    component: EngineeringSummaryField,
    supportedTypes: ["json"],
});
fields.add("engineering_summary_card", {
    component: EngineeringSummaryCard,
    extractProps: ({ options }) => ({ isCard: Boolean(options.is_card) }),
    supportedTypes: ["json"],
});
