import { Component, onWillStart, useState } from "@odoo/owl";
import { CheckBox } from "@web/core/checkbox/checkbox";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { _t } from "@web/core/l10n/translation";
import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";
import { useSetupAction } from "@web/search/action_hook";
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
        this.ui = useService("ui");
        this.keepLast = new KeepLast();
        const { active_id, variant_ids } = this.props.action.context;
        this.calculationId = active_id;
        this.display = { controlPanel: {} };
        this.state = useState({
            data: null,
            options: {
                variant_ids: variant_ids || [],
                only_differences: true,
                by_size: false,
                ...this.props.state?.options,
            },
        });
        useSetupAction({ getLocalState: () => ({ options: { ...this.state.options } }) });
        onWillStart(() => (this.calculationId ? this.load() : this.leave()));
    }

    /** Lead to where calculations are chosen: the address names none. */
    leave() {
        this.env.services.notification.add(_t("Choose the calculation to open it from."), {
            type: "info",
        });
        this.action.doAction("crm_engineering_calc.engineering_calculation_action", {
            clearBreadcrumbs: true,
        });
        // There is nothing to show until then.
        return new Promise(() => {});
    }

    /** Show what is asked for; where it is refused, what was shown stays. */
    async load(changed = {}) {
        const options = { ...this.state.options, ...changed };
        const data = await this.keepLast.add(
            this.orm.call(
                "engineering.calculation",
                "get_comparison",
                [[this.calculationId]],
                options
            )
        );
        const variant_ids = data.variants.map((variant) => variant.id);
        Object.assign(this.state, { data, options: { ...options, variant_ids } });
        this.env.config.setDisplayName(_t("Comparison: %s", data.calculation));
    }

    isChosen(variantId) {
        return this.state.options.variant_ids.includes(variantId);
    }

    toggle(variantId) {
        const chosen = this.state.options.variant_ids;
        const variant_ids = this.isChosen(variantId)
            ? chosen.filter((id) => id !== variantId)
            : [...chosen, variantId];
        return variant_ids.length && this.load({ variant_ids });
    }

    /** What a variant's column has before the amount; a factor where one is used. */
    get columns() {
        const { factors, rows } = this.state.data;
        const cells = rows.flatMap((row) => row.cells || []).filter(Boolean);
        return [
            { name: "quantity", label: _t("Quantity") },
            ...factors.filter(({ name }) => cells.some((cell) => cell[name] !== 1)),
            { name: "price_unit", label: _t("Price") },
        ];
    }

    get digits() {
        return this.state.data.digits;
    }

    /** What of a variant has a column, with its amount. */
    get width() {
        return this.columns.length + 1;
    }

    isCompared(index) {
        return this.state.data.variants[index].reference !== index;
    }

    /** How a variant's reference is told from the variant: by its name, or revision. */
    referenceName(variant) {
        const reference = this.state.data.variants[variant.reference];
        return reference.calculation === variant.calculation
            ? reference.name
            : reference.calculation;
    }

    /** How a variant is called among the others: with its revision, where there are several. */
    variantLabel(variant) {
        const { variants } = this.state.data;
        return variants.every(({ calculation }) => calculation === variant.calculation)
            ? variant.name
            : `${variant.name} (${variant.calculation})`;
    }

    format(cell, name) {
        if (!cell) {
            return "";
        }
        if (name === "price_unit") {
            const price = formatFloat(cell.price_unit, { digits: [16, this.digits.price_unit] });
            return cell.tax ? `${price} ${cell.tax}` : price;
        }
        if (name === "quantity") {
            const quantity = formatFloat(cell.quantity, { digits: [16, this.digits.quantity] });
            return cell.differs.includes("unit") ? `${quantity} ${cell.unit}` : quantity;
        }
        return formatFloat(cell[name], { minDigits: 2 });
    }

    money(amount, noSymbol = false) {
        return formatMonetary(amount, { currencyId: this.state.data.currency_id, noSymbol });
    }

    /** The distance from the reference, with a sign that a printout shows too. */
    distance(change) {
        if (!change) {
            return "";
        }
        const arrow = change > 0 ? "▲ +" : "▼ −";
        return arrow + this.money(Math.abs(change), true);
    }

    distanceClass(change) {
        return { "text-danger": change > 0, "text-success": change < 0 };
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
            [[this.calculationId]],
            this.state.options
        );
        return this.action.doAction(action);
    }

    exportXlsx() {
        const { variant_ids, only_differences, by_size } = this.state.options;
        return download({
            url: `/engineering/calculation/${this.calculationId}/comparison`,
            data: {
                variant_ids: variant_ids.join(","),
                ...(only_differences && { only_differences: 1 }),
                ...(by_size && { by_size: 1 }),
            },
        });
    }
}

registry.category("actions").add("engineering_comparison", EngineeringComparison);
