import { registry } from "@web/core/registry";
import { choose, confirm, inState, openPage, press } from "./steps";

const tours = registry.category("web_tour.tours");

tours.add("engineering_manager_requests", {
    steps: () => [
        {
            content: "Name the deal",
            trigger: ".o_field_widget[name=name] textarea",
            run: "edit Winter garden",
        },
        ...choose(".o_field_widget[name=partner_id]", "Tour customer"),
        ...openPage("engineering"),
        ...choose(".o_field_widget[name=engineering_direction_id]", "Tour direction"),
        {
            content: "The direction brings its team",
            trigger: ".o_field_widget[name=engineering_team_id] input:value(Tour team)",
        },
        ...press(
            "action_request_calculation",
            ".o_engineering_summary_item[data-name^=calculation_]"
        ),
    ],
});

tours.add("engineering_manager_answers", {
    steps: () => [
        {
            content: "Open the question",
            trigger: ".o_kanban_record:contains(Winter garden), .o_data_row:contains(Winter garden) [name=lead_id]",
            run: "click",
        },
        ...press("action_answer", ".modal .alert:contains(How high is the roof?)"),
        {
            content: "Answer",
            trigger: ".modal .o_field_widget[name=answer] textarea",
            run: "edit Four metres",
        },
        ...confirm(inState("In progress")),
    ],
});

tours.add("engineering_manager_proposes", {
    steps: () => [
        ...openPage("engineering"),
        {
            content: "The only variant is selected",
            trigger: ".o_engineering_summary_item:contains(Standard)",
        },
        {
            content: "Correct a price",
            trigger: "[name=engineering_selected_line_ids] .o_data_row:contains(Tour survey) button[name=action_correct_price]",
            run: "click",
        },
        {
            content: "Write the price",
            trigger: ".modal .o_field_widget[name=price_unit] input",
            run: "edit 1150",
        },
        {
            content: "Say why",
            trigger: ".modal .o_field_widget[name=correction_reason] :is(input, textarea)",
            run: "edit An old customer",
        },
        {
            content: "Save the price",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "The price is corrected",
            trigger: "body:not(:has(.modal)) [name=engineering_selected_line_ids] .o_data_row:contains(1,150.00)",
        },
        ...press("action_create_proposal", inState("Quotation")),
        ...press("action_quotation_send", ".modal .o_mail_send"),
        {
            content: "Send the proposal",
            trigger: ".modal .o_mail_send:enabled",
            run: "click",
        },
        {
            content: "The proposal is sent",
            trigger: inState("Quotation Sent"),
        },
    ],
});

tours.add("engineering_manager_creates_work", {
    steps: () => [
        ...press("action_create_work", ".modal .o_data_row:contains(Tour survey)"),
        ...confirm(".o_field_widget[name=engineering_state]:contains(Assigned)"),
    ],
});

tours.add("engineering_manager_creates_act", {
    steps: () => [
        ...press("action_create_act", ".modal .o_data_row:contains(Tour survey)"),
        ...confirm(inState("Draft")),
        ...press("action_compose", ".modal .o_mail_send"),
        {
            content: "Send the act",
            trigger: ".modal .o_mail_send:enabled",
            run: "click",
        },
        { content: "The act is sent", trigger: inState("Sent") },
    ],
});
