import { registry } from "@web/core/registry";
import { patient } from "./steps";

const tours = registry.category("web_tour.tours");
const SECTION = ".o_engineering_variant_lines .o_is_line_section";
const TITLE = `${SECTION} td[name=product_id]`;

tours.add("engineering_engineer_renames_a_section", {
    steps: () =>
        patient([
            {
                content: "A title is text while it is read",
                trigger: `${TITLE}:contains(Yard):not(:has(input))`,
                run: "click",
            },
            {
                content: "Type another one",
                trigger: `${SECTION}.o_selected_row td[name=product_id] input:focus`,
                run: "edit Garden",
            },
            { content: "Save", trigger: ".o_form_button_save", run: "click" },
            {
                content: "It is stored, and text again",
                trigger: `.o_form_saved ${TITLE}:contains(Garden):not(:has(input))`,
            },
        ]),
});
