import { Component, onWillStart, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { CheckBox } from "@web/core/checkbox/checkbox";
import { registry } from "@web/core/registry";
import { download } from "@web/core/network/download";
import { useService } from "@web/core/utils/hooks";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/** Variants of a calculation and of its revisions, side by side. */
export class EngineeringComparison extends Component {
    static template = "crm_engineering_calc.Comparison";
    static components = { CheckBox, Dropdown, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.calculationId = this.props.action.context.active_id;
        this.state = useState({
            data: { choices: [], variants: [], rows: [] },
            variantIds: this.props.action.context.variant_ids || [],
            bySize: false,
            onlyDifferences: false,
        });
        onWillStart(() => this.load());
    }

    get display() {
        return { controlPanel: {} };
    }

    async load() {
        this.state.data = await this.orm.call(
            "engineering.calculation",
            "get_comparison",
            [[this.calculationId], this.state.variantIds]
        );
        this.state.variantIds = this.state.data.variants.map((variant) => variant.id);
    }

    /** The rows as they are sorted and filtered: by size, sections have no place. */
    get rows() {
        const { rows } = this.state.data;
        if (this.state.bySize) {
            return rows
                .filter((row) => row.size || (!row.is_section && !this.state.onlyDifferences))
                .sort((first, second) => second.size - first.size);
        }
        if (!this.state.onlyDifferences) {
            return rows;
        }
        const changed = new Set();
        for (const row of rows.filter((row) => this.differs(row))) {
            row.section.forEach((_name, index) =>
                changed.add(JSON.stringify(row.section.slice(0, index + 1)))
            );
        }
        return rows.filter((row) =>
            row.is_section ? changed.has(JSON.stringify(row.section)) : this.differs(row)
        );
    }

    differs(row) {
        return (
            !row.is_section &&
            row.cells.some((cell) => !cell || cell.differs.length || !row.cells[0])
        );
    }

    async toggle(variantId) {
        const { variantIds, data } = this.state;
        const chosen = variantIds.includes(variantId)
            ? variantIds.filter((id) => id !== variantId)
            : data.choices.map(({ id }) => id).filter(
                  (id) => id === variantId || variantIds.includes(id)
              );
        if (chosen.length) {
            this.state.variantIds = chosen;
            await this.load();
        }
    }

    money(amount) {
        return formatMonetary(amount, { currencyId: this.state.data.currency_id });
    }

    number(value) {
        return formatFloat(value, { trailingZeros: false, digits: [16, 6] });
    }

    /** The distance from the first variant, with a sign that a printout shows too. */
    distance(amount, first) {
        const difference = amount - first;
        if (!difference) {
            return "";
        }
        const arrow = difference > 0 ? "▲ +" : "▼ −";
        return arrow + this.money(Math.abs(difference));
    }

    amounts(row) {
        return row.is_section
            ? row.amounts
            : row.cells.map((cell) => (cell ? cell.amount : 0));
    }

    openVariant(variantId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "engineering.variant",
            res_id: variantId,
            views: [[false, "form"]],
        });
    }

    async print() {
        const action = await this.orm.call(
            "engineering.calculation",
            "action_print_comparison",
            [[this.calculationId], this.state.variantIds]
        );
        return this.action.doAction(action);
    }

    exportXlsx() {
        return download({
            url: `/engineering/calculation/${this.calculationId}/comparison`,
            data: { variant_ids: this.state.variantIds.join(",") },
        });
    }
}

registry.category("actions").add("engineering_comparison", EngineeringComparison);
