import { registry } from "@web/core/registry";

const UPLOAD = ".modal .o_select_file_button";

/** Choose a file of the server as if it were one of the engineer's disk. */
function choose(name) {
    return [
        {
            content: `Choose ${name}`,
            trigger: UPLOAD,
            async run() {
                const xmlid = `crm_engineering_calc.tour_${name}`;
                const response = await fetch(`/web/content/${xmlid}`);
                const files = new DataTransfer();
                files.items.add(new File([await response.blob()], `${name}.xlsx`));
                const input = document.querySelector(".modal input[type=file]");
                input.files = files.files;
                input.dispatchEvent(new Event("change"));
            },
        },
        {
            content: `${name} is chosen`,
            trigger: `.modal .o_field_widget[name=file] input.o_input:value(${name}.xlsx)`,
        },
    ];
}

/** Press a button of the dialog, and wait for what it brings. */
function press(button, result) {
    return [
        {
            content: `Press ${button}`,
            trigger: `.modal button[name=${button}]`,
            run: "click",
        },
        { content: `${button} is done`, trigger: result },
    ];
}

const meaning = (header) => `.modal .o_data_row:contains(${header}) td[name=meaning]`;

registry.category("web_tour.tours").add("engineering_engineer_imports", {
    steps: () => [
        {
            content: "Open the calculation on the desk",
            trigger: ".o_kanban_record:contains(Winter garden)",
            run: "click",
        },
        {
            content: "Open the variant",
            trigger: "[name=variant_ids] .o_data_row button[name=action_open]",
            run: "click",
        },
        {
            content: "Import a workbook",
            trigger: ".o_statusbar_buttons button[name=action_import_xlsx]",
            run: "click",
        },
        ...choose("sheet"),
        ...press("action_preview", `${meaning("Qty")}:contains(Quantity)`),
        {
            content: "The heft is not known",
            trigger: `${meaning("Heft")}:contains(Not imported)`,
        },
        ...press("action_preview", ".modal [name=alert_pending]:contains(1)"),
        {
            content: "What is not known is asked about, with its row",
            trigger: ".modal [name=choice_ids] .o_data_row:contains(Pip):contains(3)",
        },
        {
            content: "Nothing can be imported",
            trigger: ".modal footer:not(:has(button[name=action_confirm]))",
        },
        ...press("action_back", meaning("Heft")),
        ...press("action_back", UPLOAD),
        ...choose("workbook"),
        ...press(
            "action_preview",
            ".modal .o_data_row:contains(Changed):contains(Montage):contains(Quantity: 3 → 5)"
        ),
        ...press("action_confirm", "body:not(:has(.modal))"),
        {
            content: "The line has changed",
            trigger: "[name=line_ids] .o_data_row:contains(Montage) td[name=quantity]:contains(5.00)",
        },
    ],
});
