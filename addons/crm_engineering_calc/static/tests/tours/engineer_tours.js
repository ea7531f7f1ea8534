import { registry } from "@web/core/registry";
import { choose, confirm, inState, press } from "./steps";

const tours = registry.category("web_tour.tours");
const ROW = "[name=line_ids] .o_selected_row";

const openFromDesk = () => ({
    content: "Open the calculation on the desk",
    trigger: ".o_kanban_record:contains(Winter garden)",
    run: "click",
});

tours.add("engineering_engineer_asks", {
    steps: () => [
        openFromDesk(),
        ...press("action_take", inState("In progress")),
        ...press("action_ask", ".modal .o_field_widget[name=question]"),
        {
            content: "Ask",
            trigger: ".modal .o_field_widget[name=question] textarea",
            run: "edit How high is the roof?",
        },
        ...confirm(inState("Waiting for answer")),
    ],
});

tours.add("engineering_engineer_calculates", {
    steps: () => [
        openFromDesk(),
        {
            content: "Read the answer",
            trigger: ".alert:contains(Four metres)",
        },
        {
            content: "Add a variant",
            trigger: "button[name=action_add_variant]",
            run: "click",
        },
        {
            content: "Name the variant",
            trigger: ".oe_title .o_field_widget[name=name] input",
            run: "edit Standard",
        },
        {
            content: "Add a service from the list",
            trigger: "[name=line_ids] .o_field_x2many_list_row_add a:contains(Add a service)",
            run: "click",
        },
        ...choose(`${ROW} [name=product_id]`, "Tour survey"),
        {
            content: "Count it",
            trigger: `${ROW} [name=quantity] input`,
            run: "edit 3",
        },
        ...choose(`${ROW} [name=coefficient_ids]`, "Tour coefficient"),
        {
            content: "The coefficient prices the line",
            trigger: `${ROW} [name=price_unit]:contains(1,200.00)`,
        },
        ...press("action_add_from_catalog", ".o_kanban_record:contains(Tour montage)"),
        {
            content: "Add a service from the catalog",
            trigger: ".o_kanban_record:contains(Tour montage) button:contains(Add)",
            run: "click",
        },
        {
            content: "The service is added",
            trigger: ".o_kanban_record.o_product_added:contains(Tour montage), .o_kanban_record:contains(Tour montage) button:contains(Remove)",
        },
        {
            content: "Go back to the variant",
            trigger: ".o-kanban-button-back",
            run: "click",
        },
        {
            content: "Both services are there",
            trigger: "[name=line_ids]:has(.o_data_row:contains(Tour survey)):has(.o_data_row:contains(Tour montage))",
        },
        {
            content: "Go back to the calculation",
            trigger: ".o_back_button, .breadcrumb-item:last a",
            run: "click",
        },
        ...press("action_complete", inState("Completed")),
    ],
});

tours.add("engineering_engineer_accepts_work", {
    steps: () => [
        {
            content: "Accept the work on its card",
            trigger: ".o_kanban_record:contains(Winter garden) button[name=action_accept_work]",
            run: "click",
        },
        {
            content: "The work can be completed",
            trigger: ".o_kanban_record:contains(Winter garden) button[name=action_complete_work]",
        },
    ],
});

tours.add("engineering_engineer_completes_work", {
    steps: () => [
        {
            content: "Open the work",
            trigger: ".o_kanban_record:contains(Winter garden)",
            run: "click",
        },
        ...press("action_complete_work", ".modal .modal-footer .btn-primary"),
        {
            content: "Yes, hand it over",
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "It is handed over",
            trigger: ".o_field_widget[name=engineering_state]:contains(Completed)",
        },
    ],
});
