import { registry } from "@web/core/registry";
import { choose } from "./steps";

const ROW = "[name=line_ids] .o_selected_row";
const MONTAGE = "[name=line_ids] .o_data_row:contains(Montage)";
const card = (name) => `.o_kanban_record:contains(${name})`;

registry.category("web_tour.tours").add("engineering_engineer_picks_and_multiplies", {
    steps: () => [
        {
            content: "Open the calculation on the desk",
            trigger: ".o_kanban_record:contains(Winter garden)",
            run: "click",
        },
        {
            content: "Open the variant",
            trigger: "[name=variant_ids] .o_data_row:contains(Standard) button[name=action_open]",
            run: "click",
        },
        {
            content: "Open the catalog",
            trigger: ".o_statusbar_buttons button[name=action_add_from_catalog]",
            run: "click",
        },
        {
            content: "Take the section of works",
            trigger: ".o_search_panel_sections .o_section_name:contains(Works)",
            run: "click",
        },
        {
            content: "The section is at hand",
            trigger: ".o_search_panel_sections .o_selected_section:contains(Works)",
        },
        {
            content: "Look at one category",
            trigger: ".o_search_panel_category_value header:contains(Outdoors)",
            run: "click",
        },
        {
            content: "Add a service of it, and nothing else is there",
            trigger: `body:not(:has(${card("Survey")})) ${card("Montage")} button:contains(Add)`,
            run: "click",
        },
        {
            content: "One more",
            trigger: `${card("Montage")} .o_product_catalog_quantity button:has(.fa-plus)`,
            run: "click",
        },
        {
            content: "There are two",
            trigger: `${card("Montage")} .o_product_catalog_quantity input:value(2)`,
        },
        {
            content: "Look at all categories",
            trigger: ".o_search_panel_category_value header:contains(All)",
            run: "click",
        },
        {
            content: "Add another service",
            trigger: `${card("Survey")} button:contains(Add)`,
            run: "click",
        },
        {
            content: "Take it away again",
            trigger: `${card("Survey")} .o_product_catalog_quantity button:has(.fa-minus)`,
            run: "click",
        },
        {
            content: "It is away",
            trigger: `${card("Survey")} button:contains(Add)`,
        },
        {
            content: "Go back to the variant",
            trigger: ".o-kanban-button-back",
            run: "click",
        },
        {
            content: "The service has what is always applied to it",
            trigger: `${MONTAGE} .o_tag:contains(Hazard ×1.1)`,
        },
        {
            content: "Edit its coefficients",
            trigger: `${MONTAGE} td[name=coefficient_ids]`,
            run: "click",
        },
        {
            content: "Look for a coefficient",
            trigger: `${ROW} [name=coefficient_ids] input`,
            run: "edit Roof",
        },
        {
            content: "Only what fits the service and the day is offered",
            trigger: ".o-autocomplete--dropdown-menu:not(:contains(Indoors)):not(:contains(Expired)) .o-autocomplete--dropdown-item:contains(Roof steep)",
            run: "click",
        },
        {
            content: "The number is the product",
            trigger: `${ROW} [name=coefficient] input:value(1.32)`,
        },
        {
            content: "Correct the number",
            trigger: `${ROW} [name=coefficient] input`,
            run: "edit 1.5 && press Tab",
        },
        {
            content: "Say why",
            trigger: `${ROW} [name=coefficient_reason] input`,
            run: "edit Icy in March",
        },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "It is saved", trigger: ".o_form_saved" },
        {
            content: "The price follows, and the reason stays",
            trigger: `${MONTAGE}:has([name=price_unit]:contains(375.00)) [name=coefficient_reason]:contains(Icy in March)`,
        },
    ],
});
