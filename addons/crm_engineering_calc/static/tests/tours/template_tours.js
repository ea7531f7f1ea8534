import { registry } from "@web/core/registry";
import { choose } from "./steps";

const LINES = "[name=line_ids]";

function select(name) {
    return {
        content: `Select ${name}`,
        trigger: `.o_list_view .o_data_row:contains(${name}) .o_list_record_selector input`,
        run: "click",
    };
}

registry.category("web_tour.tours").add("engineering_engineer_takes_over", {
    steps: () => [
        {
            content: "Take over lines",
            trigger: "button[name=action_apply_template]",
            run: "click",
        },
        ...choose(".modal [name=template_id]", "Usual roof"),
        {
            content: "What is no longer offered is named",
            trigger: ".modal .alert-warning:contains(Repair)",
        },
        {
            content: "Take over",
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        {
            content: "The lines are there",
            trigger: `${LINES} .o_data_row:contains(Montage)`,
        },
        {
            content: "Arrange the lines",
            trigger: "button[name=action_arrange]",
            run: "click",
        },
        select("Survey"),
        select("Montage"),
        {
            content: "Group them",
            trigger: ".o_control_panel button[name=action_group]",
            run: "click",
        },
        {
            content: "They are in a group",
            trigger: ".o_list_view .o_data_row:contains(New group):contains(Section)",
        },
        select("New group"),
        {
            content: "Dissolve the group",
            trigger: ".o_control_panel button[name=action_ungroup]",
            run: "click",
        },
        {
            content: "The group is gone, its lines are not",
            trigger: ".o_list_view:not(:has(.o_data_row:contains(New group))) .o_data_row:contains(Survey)",
        },
    ],
});

registry.category("web_tour.tours").add("engineering_engineer_saves_template", {
    steps: () => [
        {
            content: "Save the variant as a template",
            trigger: "button[name=action_save_as_template]",
            run: "click",
        },
        { content: "The template is open", trigger: "[name=note] textarea" },
        {
            content: "Name the template",
            trigger: ".oe_title [name=name] input",
            run: "edit My roof",
        },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "It is saved", trigger: ".o_form_saved" },
    ],
});
