import { registry } from "@web/core/registry";
import { choose, confirm, openPage, press } from "./steps";

const tours = registry.category("web_tour.tours");

tours.add("engineering_administrator_sets_up", {
    steps: () => [
        {
            content: "Open the guide",
            trigger: ".o_control_panel button:contains(Set up with the guide)",
            run: "click",
        },
        {
            content: "Name the direction",
            trigger: ".modal .o_field_widget[name=name] input",
            run: "edit Winter gardens",
        },
        ...choose(".modal .o_field_widget[name=engineer_ids]", "tour_engineer"),
        {
            content: "Add a service",
            trigger: ".modal [name=service_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "Name a new service",
            trigger: ".modal [name=product_tmpl_id] input",
            run: "edit Tour glazing",
        },
        {
            content: "Make it",
            trigger: ".o_m2o_dropdown_option_create a:contains(Tour glazing)",
            run: "click",
        },
        {
            content: "Price it",
            trigger: ".modal .o_data_row [name=price] input",
            run: "edit 1500",
        },
        ...confirm(".o_notebook .nav-link[name=engineering]"),
        ...openPage("engineering"),
        {
            content: "The direction has its team",
            trigger:
                ".o_field_widget[name=engineering_team_id] input:value(Winter gardens)",
        },
        ...press(
            "action_request_calculation",
            ".o_engineering_summary_item[data-name^=calculation_]"
        ),
    ],
});
