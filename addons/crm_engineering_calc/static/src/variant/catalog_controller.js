import { ProductCatalogKanbanController } from "@product/product_catalog/kanban_controller";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(ProductCatalogKanbanController.prototype, {
    get stateFiels() {
        return this.orderResModel === "engineering.variant" ? [] : super.stateFiels;
    },

    _defineButtonContent() {
        if (this.orderResModel === "engineering.variant") {
            this.buttonString = _t("Back to the Variant");
        } else {
            super._defineButtonContent();
        }
    },
});
