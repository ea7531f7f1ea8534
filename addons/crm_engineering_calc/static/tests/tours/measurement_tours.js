import { registry } from "@web/core/registry";
import { choose, inState, openPage, press } from "./steps";

const ROW = "[name=line_ids] .o_selected_row";
const MEASUREMENTS = ".o_field_widget[name=measurement_ids]";

registry.category("web_tour.tours").add("engineering_engineer_measures", {
    steps: () => [
        {
            content: "Open the calculation on the desk",
            trigger: ".o_kanban_record:contains(Winter garden)",
            run: "click",
        },
        ...press("action_take", inState("In progress")),
        {
            content: "Add a variant",
            trigger: "button[name=action_add_variant]",
            run: "click",
        },
        {
            content: "Add a service",
            trigger: "[name=line_ids] .o_field_x2many_list_row_add a:contains(Add a service)",
            run: "click",
        },
        ...choose(`${ROW} [name=product_id]`, "Montage"),
        {
            content: "Write a formula over what is not measured yet",
            trigger: `${ROW} [name=formula] input`,
            run: "edit W * L",
        },
        {
            content: "Leave the formula",
            trigger: `${ROW} [name=base_price] input`,
            run: "edit 100",
        },
        {
            content: "The problem stands on the line",
            trigger: "[name=line_ids] td[name=formula_error]:contains(There is no measurement “L”)",
        },
        ...openPage("measurements"),
        {
            content: "Measure the width",
            trigger: `${MEASUREMENTS} .o_data_row td[name=value]`,
            run: "click",
        },
        {
            content: "Write the width",
            trigger: `${MEASUREMENTS} .o_selected_row [name=value] input`,
            run: "edit 2.5",
        },
        {
            content: "Add a measurement",
            trigger: `${MEASUREMENTS} .o_field_x2many_list_row_add a`,
            run: "click",
        },
        {
            content: "Name it, in the new row",
            trigger: `${MEASUREMENTS} .o_data_row:nth-child(2).o_selected_row [name=name] input`,
            run: "edit Length",
        },
        {
            content: "Give it a code",
            trigger: `${MEASUREMENTS} .o_selected_row [name=code] input`,
            run: "edit L",
        },
        {
            content: "Write the length",
            trigger: `${MEASUREMENTS} .o_selected_row [name=value] input`,
            run: "edit 3",
        },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "It is saved", trigger: ".o_form_saved" },
        ...openPage("services"),
        {
            content: "The quantity is computed, and nothing is wrong",
            trigger: "[name=line_ids]:not(:has(td[name=formula_error])) td[name=quantity]:contains(7.50)",
        },
        {
            content: "Add the same service once more",
            trigger: "[name=line_ids] .o_field_x2many_list_row_add a:contains(Add a service)",
            run: "click",
        },
        ...choose(`${ROW} [name=product_id]`, "Survey"),
        // The client drops what is typed before and equals the value of before.
        {
            content: "The service has brought its price",
            trigger: `${ROW} [name=base_price] input:value(100.00)`,
        },
        {
            content: "Forget its price",
            trigger: `${ROW} [name=base_price] input`,
            run: "edit 0",
        },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "It is saved", trigger: ".o_form_saved" },
        {
            content: "Go back to the calculation",
            trigger: ".o_back_button, .breadcrumb-item:last a",
            run: "click",
        },
        ...press("action_complete", ".modal .o_kanban_record:contains(Survey: no price)"),
        {
            content: "Say why",
            trigger: ".modal [name=explanation] textarea",
            run: "edit The survey is a gift",
        },
        {
            content: "Complete",
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        { content: "It is completed", trigger: inState("Completed") },
        {
            content: "The explanation stays",
            trigger: "[name=completion_note]:contains(The survey is a gift)",
        },
    ],
});
