import { registry } from "@web/core/registry";
import { choose, confirm, press } from "./steps";

registry.category("web_tour.tours").add("engineering_engineer_redirects", {
    steps: () => [
        {
            content: "Open the calculation on the desk",
            trigger: ".o_kanban_record:contains(Winter garden)",
            run: "click",
        },
        ...press("action_redirect", ".modal .o_field_widget[name=team_id]"),
        ...choose(".modal .o_field_widget[name=team_id]", "Plumbers"),
        {
            content: "Say why",
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit It is about pipes",
        },
        ...confirm(".o_notification:contains(Plumbers)"),
        {
            content: "The desk is open, without what has gone",
            trigger: ".o_kanban_view:not(:has(.o_kanban_record:contains(Winter garden)))",
        },
        {
            content: "There is no way back to what can't be read",
            trigger: ".o_control_panel:not(:has(.o_back_button))",
        },
    ],
});
