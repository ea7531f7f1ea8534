import { registry } from "@web/core/registry";
import { confirm, inState, openPage, patient, press } from "./steps";

const tours = registry.category("web_tour.tours");
const SURVEY = ".modal .o_data_row:contains(Survey)";

tours.add("engineering_manager_corrects_and_asks", {
    steps: () =>
        patient([
            ...openPage("engineering"),
            {
                content: "Correct the prices of the variant",
                trigger: "button[name=action_correct_prices]",
                run: "click",
            },
            {
                content: "All of it becomes cheaper",
                trigger: ".modal .o_field_widget[name=value] input",
                run: "edit -5 && press Tab",
            },
            {
                content: "The prices follow while typing",
                trigger: `${SURVEY} [name=price_unit]:contains(95.00)`,
                run: "click",
            },
            {
                content: "Type one of them",
                trigger: `${SURVEY} [name=price_unit] input`,
                run: "edit 92 && press Tab",
            },
            {
                content: "Its percent follows",
                trigger: `${SURVEY} [name=percent]:contains(-8.00)`,
            },
            {
                content: "So does the sum: 92 + 2 × 38",
                trigger: ".modal .o_field_widget[name=total]:contains(168.00)",
            },
            {
                content: "Say why",
                trigger: ".modal .o_field_widget[name=reason] input",
                run: "edit An old customer",
            },
            ...confirm(
                "[name=engineering_selected_line_ids] .o_data_row:contains(92.00)"
            ),
            ...press("action_create_proposal", inState("Quotation")),
            {
                content: "Nothing is asked for within the limits",
                trigger:
                    ".o_statusbar_buttons:has(button[name=action_quotation_send].btn-primary)" +
                    ":not(:has(button[name=action_request_approval]))",
            },
            {
                content: "Go further with a price",
                trigger: ".o_data_row:contains(Survey) [name=price_unit]",
                run: "click",
            },
            {
                content: "Type it",
                trigger: ".o_selected_row [name=price_unit] input",
                run: "edit 50 && press Tab",
            },
            {
                content: "Save it",
                trigger: ".o_form_button_save",
                run: "click",
            },
            {
                content: "What is beyond the limits is told, and is not sent",
                trigger:
                    ".o_form_view:has([name=engineering_approval]:contains(Survey))" +
                    " .o_statusbar_buttons:not(:has(button[name=action_quotation_send]))",
            },
            ...press("action_request_approval", ".modal:contains(Survey)"),
            {
                content: "Say why",
                trigger: ".modal .o_field_widget[name=reason] input",
                run: "edit A friend of the house",
            },
            ...confirm("[name=engineering_approval]:contains(Waiting for approval)"),
        ]),
});

tours.add("engineering_leader_approves", {
    steps: () =>
        patient([
            {
                content: "One proposal waits",
                trigger: ".o_engineering_link[data-name=approvals]:contains(1)",
                run: "click",
            },
            {
                content: "Open it",
                trigger: ".o_data_row:contains(Winter garden) [name=name]",
                run: "click",
            },
            {
                content: "It is shown line by line",
                trigger: "[name=lines_table] tr[data-other]:contains(Survey):contains(50.00)",
            },
            ...press("action_approve", inState("Approved")),
        ]),
});

tours.add("engineering_manager_invoices", {
    steps: () =>
        patient([
            ...press("action_create_invoice", ".modal [name=mail_partner_ids]"),
        ]),
});
