import { registry } from "@web/core/registry";
import { patch } from "@web/core/utils/patch";
import { SheetRow } from "@crm_engineering_calc/sheet/sheet_row";
import { patient } from "./steps";

const tours = registry.category("web_tour.tours");
const ROW = ".o_engineering_sheet .o_selected_row";
const inCell = (name) => `${ROW} td[name=${name}] :focus`;

/** Type into the cell that has the focus, and go on by a key. */
const type = (name, text, key) => [
    { content: `Type into ${name}`, trigger: inCell(name), run: `edit ${text}` },
    { content: `Leave ${name}`, trigger: inCell(name), run: `press ${key}` },
];

const goOn = (...names) =>
    names.map((name) => ({ content: `Go on from ${name}`, trigger: inCell(name), run: "press Tab" }));

const chooseService = (name) => [
    { content: "Type the service", trigger: inCell("product_id"), run: `edit ${name}` },
    {
        content: "It is found",
        trigger: `.o-autocomplete--dropdown-item .ui-state-active:contains(${name})`,
    },
    { content: "Take it", trigger: inCell("product_id"), run: "press Enter" },
    {
        content: "It has its price",
        trigger: `${ROW} td[name=price_unit]:contains(250.00)`,
    },
];

const SHEET = ".o_engineering_sheet";

const shows = (...quantities) => ({
    content: `Quantities are ${quantities}`,
    trigger: [
        SHEET,
        ...quantities.map(
            (quantity, index) =>
                `:has(.o_data_row:eq(${index}) td[name=quantity]:contains(${quantity}.00))`
        ),
    ].join(""),
});

/** A key by its place on the keyboard, whatever letter is there. */
const shortcut = (letter) => ({
    content: `Press Ctrl+${letter}`,
    trigger: SHEET,
    run: () =>
        document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", {
                code: `Key${letter}`,
                key: letter.toLowerCase(),
                ctrlKey: true,
                bubbles: true,
                cancelable: true,
            })
        ),
});

const selectAll = {
    content: "Select all lines",
    trigger: `${SHEET} thead .o_list_record_selector input`,
    run: "click",
};

const selected = {
    content: "All are selected",
    trigger: `${SHEET}:not(:has(.o_data_row:not(.o_data_row_selected)))`,
};

tours.add("engineering_engineer_undoes_in_a_sheet", {
    steps: () =>
        patient([
            shows(1, 2, 3),
            selectAll,
            selected,
            {
                content: "Go to a quantity",
                trigger: `${SHEET} .o_data_row:eq(0) td[name=quantity]`,
                run: ({ anchor }) => anchor.focus(),
            },
            shortcut("D"),
            shows(1, 1, 1),
            shortcut("Z"),
            shows(1, 2, 3),
            selectAll,
            selected,
            {
                content: "Type into one of them",
                trigger: `${SHEET} .o_data_row:eq(1) td[name=quantity]`,
                run: "click",
            },
            { content: "Type", trigger: inCell("quantity"), run: "edit 7" },
            { content: "Leave the cell", trigger: inCell("quantity"), run: "press Enter" },
            { content: "It is for all", trigger: ".modal .btn-primary", run: "click" },
            shows(7, 7, 7),
            {
                content: "Undo it",
                trigger: ".o_engineering_sheet_undo:enabled",
                run: "click",
            },
            shows(1, 2, 3),
        ]),
});

// Names of lines whose rows are drawn.
const drawn = new Set();

tours.add("engineering_engineer_goes_down_a_sheet", {
    steps: () =>
        patient([
            shows(1, 2, 3),
            {
                content: "Go into a quantity",
                trigger: `${SHEET} .o_data_row:eq(0) td[name=quantity]`,
                run: "click",
            },
            {
                content: "See what is drawn from now on",
                trigger: inCell("quantity"),
                run: () =>
                    patch(SheetRow.prototype, {
                        get scope() {
                            drawn.add(this.props.record.data.name);
                            return super.scope;
                        },
                    }),
            },
            ...type("quantity", "7", "Enter"),
            {
                content: "The next row is edited, the last one is stored",
                trigger: `${SHEET} .o_data_row:eq(1).o_selected_row`,
            },
            shows(7),
            {
                content: "The row below them is not drawn",
                trigger: `${SHEET} .o_data_row:eq(1) td[name=quantity] :focus`,
                run: () => {
                    const names = [...drawn].sort().join();
                    if (names !== "A,B") {
                        throw new Error(`Rows of ${names} are drawn`);
                    }
                },
            },
            { content: "Leave the row", trigger: inCell("quantity"), run: "press Escape" },
            {
                content: "No row is edited",
                trigger: `${SHEET}:not(:has(.o_selected_row))`,
            },
        ]),
});

tours.add("engineering_engineer_fills_a_sheet", {
    steps: () =>
        patient([
            {
                content: "Open the sheet",
                trigger: "button[name=action_open_sheet]",
                run: "click",
            },
            ...chooseService("Tour survey"),
            ...goOn("product_id", "name"),
            ...type("quantity", "3", "Enter"),
            {
                content: "The first line is stored",
                trigger: ".o_data_row:not(.o_selected_row) td[name=quantity]:contains(3.00)",
            },
            ...chooseService("Tour survey"),
            ...goOn("product_id", "name", "quantity", "product_uom_id"),
            ...type("formula", "2*3", "Tab"),
            ...goOn("base_price", "coefficient_ids", "coefficient"),
            {
                content: "Both lines are stored, and a third begins",
                trigger: ".o_engineering_sheet .o_data_row:eq(2).o_selected_row",
            },
        ]),
});
